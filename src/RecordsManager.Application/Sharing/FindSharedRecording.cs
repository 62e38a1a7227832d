using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Which recording a live link is for.</summary>
public static class FindSharedRecording
{
    [Requires(Permission.None)]
    public sealed record Query(ShareLinkId Link) : IQuery<Result<RecordingId>>;

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, Result<RecordingId>>
    {
        public async Task<Result<RecordingId>> Handle(Query query, CancellationToken cancellationToken)
        {
            var link = await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == query.Link, cancellationToken);
            return link is null || link.StateAt(clock.GetUtcNow()) != LinkState.Live ? ShareErrors.NotFound : link.Recording;
        }
    }
}
