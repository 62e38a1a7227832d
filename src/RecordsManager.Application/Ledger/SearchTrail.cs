using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>The auditor's question: what happened, to what, to whom, when. Newest first.</summary>
public static class SearchTrail
{
    public const int PageSize = 100;

    /// <param name="Kind">A kind (<c>consent.granted</c>) or its first part (<c>consent</c>).</param>
    /// <param name="Object">A prefixed id (recording, link, delivery, …), or a person's.</param>
    /// <param name="Before">The index of the last entry of the page before.</param>
    /// <param name="Person">A person's prefixed id; with <paramref name="Object"/> both must fit.</param>
    [Requires(Permission.LedgerRead)]
    public sealed record Query(string? Kind, string? Object, DateTimeOffset? From, DateTimeOffset? To, long? Before = null, int Take = PageSize, string? Person = null) : IQuery<Page>;

    /// <param name="Total">Entries that match.</param>
    /// <param name="Root">Of the ledger's tree as it is now, hex.</param>
    public sealed record Page(IReadOnlyList<LedgerLine> Lines, long Total, long Size, string Root, long? Next);

    internal sealed class Handler(IReadDb db, LedgerReader reader, LedgerNodes nodes) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var found = db.LedgerEntries;
            if (!string.IsNullOrWhiteSpace(query.Kind))
            {
                var kind = query.Kind.Trim();
                found = found.Where(e => e.Kind == kind || e.Kind.StartsWith(kind + "."));
            }

            if (!string.IsNullOrWhiteSpace(query.Object))
            {
                var about = query.Object.Trim();
                found = found.Where(e => e.Object == about || e.Person == about);
            }

            if (!string.IsNullOrWhiteSpace(query.Person))
            {
                var person = query.Person.Trim();
                found = found.Where(e => e.Person == person);
            }

            if (query.From is { } from)
            {
                found = found.Where(e => e.At >= from);
            }

            if (query.To is { } to)
            {
                found = found.Where(e => e.At < to);
            }

            var total = await found.LongCountAsync(ct);
            var page = found;
            if (query.Before is { } before)
            {
                page = page.Where(e => e.Index < before);
            }

            var entries = await page.OrderByDescending(e => e.Index).Take(query.Take).ToListAsync(ct);
            var size = await nodes.Size(ct);
            var more = entries.Count == query.Take && entries[^1].Index > 0;
            return new Page(
                await reader.Lines(entries, ct), total, size, Convert.ToHexStringLower(await MerkleProofs.Root(nodes, size, ct)), more ? entries[^1].Index : null);
        }
    }
}
