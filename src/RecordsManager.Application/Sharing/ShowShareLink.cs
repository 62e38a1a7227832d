using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>One link: for whom, and under which conditions?</summary>
public static class ShowShareLink
{
    [Requires(Permission.RecordingsShare)]
    public sealed record Query(ShareLinkId Link) : IQuery<Result<View>>;

    /// <param name="DurationMs">Of the recording.</param>
    public sealed record View(ShareLinkView Link, string Title, long DurationMs);

    internal sealed class Handler(IReadDb db, ShareLinkViews views) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == query.Link, cancellationToken) is not { } link)
            {
                return ShareErrors.NotFound;
            }

            var recording = await db.Recordings.FirstAsync(r => r.Id == link.Recording, cancellationToken);
            return new View(await views.Of(link, cancellationToken), recording.Title, recording.DurationNs / 1_000_000);
        }
    }
}
