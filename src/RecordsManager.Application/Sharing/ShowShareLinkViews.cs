using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Who watched what through a link? As the ledger has it.</summary>
public static class ShowShareLinkViews
{
    [Requires(Permission.RecordingsShare)]
    public sealed record Query(ShareLinkId Link) : IQuery<Result<IReadOnlyList<View>>>;

    /// <param name="Session">Null of views before sessions had names.</param>
    /// <param name="Watched">What the player told, on the recording's timeline.</param>
    public sealed record View(string? Session, DateTimeOffset At, IReadOnlyList<Span> Watched);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Result<IReadOnlyList<View>>>
    {
        public async Task<Result<IReadOnlyList<View>>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (!await db.ShareLinks.AnyAsync(l => l.Id == query.Link, cancellationToken))
            {
                return ShareErrors.NotFound;
            }

            var about = query.Link.ToString();
            var entries = await db.LedgerEntries
                .Where(e => e.Object == about && (e.Kind == "share.viewed" || e.Kind == "share.watched"))
                .OrderBy(e => e.Index)
                .Select(e => new { e.Kind, e.At, e.Leaf })
                .ToListAsync(cancellationToken);
            List<(string? Session, DateTimeOffset At, List<string> Ranges)> views = [];
            foreach (var entry in entries)
            {
                var details = LedgerLeaf.Read(entry.Leaf).Details;
                var session = details.GetValueOrDefault("session");
                if (entry.Kind == "share.viewed")
                {
                    views.Add((session, entry.At, []));
                }
                else if (views.FindLastIndex(v => v.Session == session) is >= 0 and var at)
                {
                    views[at].Ranges.Add(details["ranges"]);
                }
            }

            views.Reverse(); // the last view first
            return views.ConvertAll(v => new View(v.Session, v.At, [.. WatchedRanges.Read(v.Ranges).Select(Span.Of)]));
        }
    }
}
