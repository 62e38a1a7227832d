using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Which recording a link is for, also one that is over: whether it plays is asked with everything that is played.</summary>
public static class FindSharedRecording
{
    [Requires(Permission.None)]
    public sealed record Query(ShareLinkId Link) : IQuery<Result<RecordingId>>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Result<RecordingId>>
    {
        public async Task<Result<RecordingId>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == query.Link, cancellationToken) is { } link ? link.Recording : ShareErrors.NotFound;
    }
}
