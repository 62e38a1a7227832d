using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>Who may play a recording: somebody signed in who reads recordings, or the holder of a live link to it.</summary>
internal sealed class PlaybackGate(IReadDb db, ICurrentActor actor, TimeProvider clock)
{
    /// <param name="link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <returns>Null where there is nothing for them; why is not said.</returns>
    public async Task<Recording?> Open(RecordingId id, ShareLinkId? link, CancellationToken ct) =>
        await MayPlay(id, link, ct) && await db.Recordings.FirstOrDefaultAsync(r => r.Id == id, ct) is { } recording && (link is null ? recording.IsPlayable : recording.IsShareable)
            ? recording : null;

    private async Task<bool> MayPlay(RecordingId recording, ShareLinkId? through, CancellationToken ct)
    {
        if (through is not { } id)
        {
            return actor.May(Permission.RecordingsRead);
        }

        var link = await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == id, ct);
        return link is not null && link.Recording == recording && link.StateAt(clock.GetUtcNow()) == LinkState.Live;
    }
}
