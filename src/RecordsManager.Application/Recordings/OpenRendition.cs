using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// What may be played now, asked anew for every playlist and every segment: consent, erasure, disposition and revocation
/// take effect within one segment because nothing is remembered between two of them.
/// </summary>
public static class OpenRendition
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="Participant">For a stem; null otherwise.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, DerivativeKind Kind, ParticipantId? Participant) : IQuery<Result<View>>;

    /// <param name="Parts">In the order of the timeline: one for mix and stem, one a scene for the composite.</param>
    public sealed record View(IReadOnlyList<Part> Parts);

    public sealed record Part(MediaObjectId Object, Rendition Rendition);

    internal sealed class Handler(IReadDb db, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (!await MayPlay(query, ct))
            {
                return RecordingErrors.NotFound;
            }

            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, ct);
            if (recording is null || !recording.IsPlayable)
            {
                return RecordingErrors.NotFound;
            }

            var made = await db.Derivatives
                .Where(d => d.Recording == query.Recording && d.Kind == query.Kind && d.Participant == query.Participant)
                .OrderBy(d => d.Ordinal)
                .ToListAsync(ct);

            // A derivative that a change has overtaken may still be listed for a moment: its tracks say whether it may be heard.
            var cleared = recording.Tracks.Where(t => t.State == TrackState.Cleared).Select(t => t.Id).ToHashSet();
            if (made.Count == 0 || made.Exists(d => d.State != DerivativeState.Ready || !d.Tracks.All(cleared.Contains)))
            {
                return RecordingErrors.NotFound;
            }

            return new View([.. made.Select(d => new Part(d.Object!.Value, RenditionJson.Read(d.Contents!)))]);
        }

        private async Task<bool> MayPlay(Query query, CancellationToken ct)
        {
            if (query.Link is not { } id)
            {
                return actor.May(Permission.RecordingsRead);
            }

            var link = await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == id, ct);
            return link is not null && link.Recording == query.Recording && link.StateAt(clock.GetUtcNow()) == LinkState.Live;
        }
    }
}
