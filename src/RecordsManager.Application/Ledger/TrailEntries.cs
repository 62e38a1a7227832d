using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// Walks along the ledger, oldest first, however long it is: a stretch of it at a time, so that nobody who reads slowly holds
/// the database. A stretch, not a number of matches: the database then reads each entry once, whatever is asked for.
/// </summary>
internal sealed class TrailEntries(IReadDb db)
{
    private const int Stretch = 2000;

    /// <param name="size">Entries from this index on are left out: the ledger may grow meanwhile, the answer does not.</param>
    public async IAsyncEnumerable<IReadOnlyList<LedgerEntry>> Batches(TrailFilter filter, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var from = 0L; from < size; from += Stretch)
        {
            var (first, end) = (from, Math.Min(from + Stretch, size));
            var entries = await filter.Of(db.LedgerEntries).Where(e => e.Index >= first && e.Index < end).OrderBy(e => e.Index).ToListAsync(ct);
            if (entries.Count > 0)
            {
                yield return entries;
            }
        }
    }

    public async IAsyncEnumerable<LedgerEntry> Each(TrailFilter filter, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var batch in Batches(filter, size, ct))
        {
            foreach (var entry in batch)
            {
                yield return entry;
            }
        }
    }

    /// <summary>The leaves only, by index: half of what an entry is.</summary>
    public async IAsyncEnumerable<(long Index, string Leaf)> Leaves(TrailFilter filter, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var from = 0L; from < size; from += Stretch)
        {
            var (first, end) = (from, Math.Min(from + Stretch, size));
            var leaves = await filter.Of(db.LedgerEntries).Where(e => e.Index >= first && e.Index < end).OrderBy(e => e.Index)
                .Select(e => new { e.Index, e.Leaf }).ToListAsync(ct);
            foreach (var leaf in leaves)
            {
                yield return (leaf.Index, leaf.Leaf);
            }
        }
    }

    public Task<long> Count(TrailFilter filter, long size, CancellationToken ct) =>
        filter.Of(db.LedgerEntries).Where(e => e.Index < size).LongCountAsync(ct);
}
