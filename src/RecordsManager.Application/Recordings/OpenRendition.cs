using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// What may be played now, asked anew for every playlist, and for a segment unless it was asked a moment ago and nothing has changed
/// since: consent, erasure, disposition and revocation take effect with the next request.
/// </summary>
public static class OpenRendition
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="Participant">For a stem; null otherwise.</param>
    /// <param name="Track">For a remux; null otherwise.</param>
    /// <param name="Height">Of a variant, pixels; null otherwise.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, DerivativeKind Kind, ParticipantId? Participant = null, TrackId? Track = null, int? Height = null) : IQuery<Result<View>>;

    /// <param name="Parts">In the order of the timeline: one for mix and stem, one a scene for the composite.</param>
    /// <param name="Until">When it ends without anything that changes: the link's expiry. Null: never.</param>
    /// <param name="PlayLasts">The plays of the link are limited: given only within so long after one was counted. Null: they are not.</param>
    /// <param name="FromNs">What the player calls second zero: where the part that is shared begins.</param>
    public sealed record View(IReadOnlyList<Part> Parts, DateTimeOffset? Until, TimeSpan? PlayLasts = null, long FromNs = 0);

    /// <param name="Rendition">With those fragments and stills alone that may be played.</param>
    /// <param name="First">The number of the first of them in the object.</param>
    public sealed record Part(MediaObjectId Object, Rendition Rendition, int First = 0);

    internal sealed class Handler(PlaybackGate gate, RenditionReader renditions) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            return opened.Error is { } refused ? refused : await renditions.Of(opened.Value, query.Kind, query.Participant, query.Track, query.Height, cancellationToken);
        }
    }
}
