using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Chapters;

/// <summary>Where does what begin? Behind the gate of the media.</summary>
public static class OpenChapters
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="PlayedAt">When the last play of who asks through the link was counted.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, DateTimeOffset? PlayedAt = null) : IQuery<Result<View>>;

    public sealed record View(IReadOnlyList<ChapterView> Chapters);

    internal sealed class Handler(PlaybackGate gate, ChapterViews views, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            return link?.IsUsedUpFor(query.PlayedAt, recording.DurationNs, clock.GetUtcNow()) == true
                ? PlaybackErrors.LinkUsedUp
                : new View(await views.Of(recording, link, cancellationToken));
        }
    }
}
