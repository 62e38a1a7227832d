using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Who can still watch what, in the whole organization? Those that end first stand first; those that are over stand last ended first.</summary>
public static class ListShareLinks
{
    /// <summary>On one page; each is unsealed twice.</summary>
    public const int Shown = 100;

    /// <param name="Ended">Those that are over or revoked, in place of the live ones.</param>
    /// <param name="Recording">Of one recording only.</param>
    [Requires(Permission.RecordingsShare)]
    public sealed record Query(bool Ended = false, RecordingId? Recording = null) : IQuery<View>;

    /// <param name="Live">How many there are, whatever is shown.</param>
    /// <param name="Over">How many are over.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int Live, int Over);

    public sealed record Row(ShareLinkView Link, string Title);

    internal sealed class Handler(IReadDb db, ShareLinkViews views, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var all = db.ShareLinks.Where(l => query.Recording == null || l.Recording == query.Recording);
            var live = all.Where(l => l.RevokedAt == null && l.ExpiresAt > now);
            var over = all.Where(l => l.RevokedAt != null || l.ExpiresAt <= now);
            var shown = query.Ended ? over.OrderByDescending(l => l.RevokedAt ?? l.ExpiresAt) : live.OrderBy(l => l.ExpiresAt);
            var links = await shown.Take(Shown).ToListAsync(cancellationToken);
            var recordings = links.Select(l => l.Recording).Distinct().ToList();
            var titles = await db.Recordings.Where(r => recordings.Contains(r.Id)).Select(r => new { r.Id, r.Title }).ToDictionaryAsync(r => r.Id, r => r.Title, cancellationToken);
            List<Row> rows = [];
            foreach (var link in links)
            {
                rows.Add(new Row(await views.Of(link, cancellationToken), titles.GetValueOrDefault(link.Recording, "")));
            }

            return new View(rows, await live.CountAsync(cancellationToken), await over.CountAsync(cancellationToken));
        }
    }
}
