using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>Reads the whole ledger again: recomputes every hash, and compares the columns that people search with the leaf that was hashed.</summary>
public static class CheckChain
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query : IQuery<Verdict>;

    /// <param name="BrokenAt">Index of the first entry that is not what was written; null when all are.</param>
    public sealed record Verdict(long Entries, long? BrokenAt);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Verdict>
    {
        public async Task<Verdict> Handle(Query query, CancellationToken cancellationToken)
        {
            byte[]? previous = null;
            var index = 0L;
            await foreach (var entry in db.LedgerEntries.OrderBy(e => e.Index).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                var leafHash = LedgerLeaf.Hash(entry.Leaf);
                var chain = LedgerLeaf.Chain(previous, leafHash);
                if (entry.Index != index || !LedgerLeaf.Describes(entry) || !leafHash.AsSpan().SequenceEqual(entry.LeafHash) || !chain.AsSpan().SequenceEqual(entry.ChainHash))
                {
                    return new Verdict(index, index);
                }

                previous = chain;
                index++;
            }

            return new Verdict(index, null);
        }
    }
}
