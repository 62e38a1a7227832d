using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace RecordsManager.Application.Ledger;

/// <summary>Walks along the ledger, oldest first, however long it is: a batch at a time, so that nobody who reads slowly holds the database.</summary>
internal sealed class TrailEntries(IReadDb db)
{
    private const int Batch = 2000;

    /// <param name="size">Entries from this index on are left out: the ledger may grow meanwhile, the answer does not.</param>
    public async IAsyncEnumerable<IReadOnlyList<LedgerEntry>> Batches(TrailFilter filter, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = 0L;
        while (next < size)
        {
            var from = next;
            var entries = await filter.Of(db.LedgerEntries).Where(e => e.Index >= from && e.Index < size).OrderBy(e => e.Index).Take(Batch).ToListAsync(ct);
            if (entries.Count == 0)
            {
                yield break;
            }

            yield return entries;
            next = entries[^1].Index + 1;
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
        var next = 0L;
        while (next < size)
        {
            var from = next;
            var leaves = await filter.Of(db.LedgerEntries).Where(e => e.Index >= from && e.Index < size).OrderBy(e => e.Index)
                .Select(e => new { e.Index, e.Leaf }).Take(Batch).ToListAsync(ct);
            if (leaves.Count == 0)
            {
                yield break;
            }

            foreach (var leaf in leaves)
            {
                yield return (leaf.Index, leaf.Leaf);
            }

            next = leaves[^1].Index + 1;
        }
    }

    public Task<long> Count(TrailFilter filter, long size, CancellationToken ct) =>
        filter.Of(db.LedgerEntries).Where(e => e.Index < size).LongCountAsync(ct);
}
