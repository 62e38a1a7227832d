using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>The auditor's question: what happened, to what, to whom, where, when. Newest first.</summary>
public static class SearchTrail
{
    public const int PageSize = 100;

    /// <param name="Before">The index of the last entry of the page before.</param>
    [Requires(Permission.LedgerRead)]
    public sealed record Query(TrailFilter Filter, long? Before = null, int Take = PageSize) : IQuery<Page>;

    /// <param name="Total">Entries that match.</param>
    /// <param name="Root">Of the ledger's tree as it is now, hex.</param>
    public sealed record Page(IReadOnlyList<LedgerLine> Lines, long Total, long Size, string Root, long? Next);

    internal sealed class Handler(IReadDb db, LedgerReader reader, LedgerNodes nodes) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var found = query.Filter.Of(db.LedgerEntries);
            var total = await found.LongCountAsync(ct);
            var page = query.Before is { } before ? found.Where(e => e.Index < before) : found;
            var entries = await page.OrderByDescending(e => e.Index).Take(query.Take).ToListAsync(ct);
            var size = await nodes.Size(ct);
            var more = entries.Count == query.Take && entries[^1].Index > 0;
            return new Page(
                await reader.Lines(entries, ct), total, size, Convert.ToHexStringLower(await MerkleProofs.Root(nodes, size, ct)), more ? entries[^1].Index : null);
        }
    }
}
