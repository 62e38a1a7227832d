using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>Who may play a recording: somebody signed in who reads recordings, or the holder of a live link to it.</summary>
internal sealed class PlaybackGate(IReadDb db, ICurrentActor actor, TimeProvider clock)
{
    /// <param name="link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <returns>Refusals: those of <see cref="PlaybackErrors"/>; <c>recording.not-found</c> where there is nothing that could be refused.</returns>
    public async Task<Result<Opened>> Open(RecordingId id, ShareLinkId? link, CancellationToken ct)
    {
        var through = link is { } which ? await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == which && l.Recording == id, ct) : null;
        if (through?.Id != link || await db.Recordings.FirstOrDefaultAsync(r => r.Id == id, ct) is not { Tracks.Count: > 0 } recording)
        {
            return RecordingErrors.NotFound;
        }

        return link is null && !actor.May(Permission.RecordingsRead) ? PlaybackErrors.NotAllowed
            : Refuses(recording, through, clock.GetUtcNow()) is { } refused ? refused
            : new Opened(recording, through);
    }

    /// <param name="link">Null for somebody signed in.</param>
    /// <returns>Null: it may be played, in whole or in part.</returns>
    public static Error? Refuses(Recording recording, ShareLink? link, DateTimeOffset now) => link?.StateAt(now) switch
    {
        LinkState.Expired => PlaybackErrors.LinkExpired,
        LinkState.Revoked => PlaybackErrors.LinkRevoked,
        LinkState.Shut => PlaybackErrors.LinkShut,
        LinkState.Waiting => PlaybackErrors.LinkNotStarted,
        _ when recording.State is RecordingState.InBin or RecordingState.Destroyed => PlaybackErrors.RecordingGone,
        _ when !(link is null ? recording.IsPlayable : recording.IsShareable && (link.Speakers.Count == 0 || link.Playable(recording).Any(t => t.Kind.IsAudio()))) => PlaybackErrors.NobodyAgreed,
        _ => null,
    };

    /// <param name="Link">Null for somebody signed in.</param>
    internal sealed record Opened(Recording Recording, ShareLink? Link)
    {
        public IEnumerable<Track> Playable => Link?.Playable(Recording) ?? Recording.Playable(throughLink: false);
    }
}
