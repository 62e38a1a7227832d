using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>That an entry stands in the ledger of a size (RFC 6962 section 2.1.1).</summary>
public static class ProveInclusion
{
    /// <param name="Size">Null: that of the newest checkpoint.</param>
    [Requires(Permission.LedgerRead)]
    public sealed record Query(long Index, long? Size) : IQuery<Result<Proof>>;

    /// <param name="Path">The sibling of the leaf first.</param>
    /// <param name="Checkpoint">The signed note of that size, where one was signed.</param>
    public sealed record Proof(long Index, long Size, byte[] LeafHash, IReadOnlyList<byte[]> Path, byte[] Root, string? Checkpoint);

    internal sealed class Handler(IReadDb db, LedgerNodes nodes) : IRequestHandler<Query, Result<Proof>>
    {
        public async Task<Result<Proof>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var known = await nodes.Size(ct);
            var size = query.Size ?? await db.LedgerCheckpoints.Where(c => c.Size > query.Index).OrderByDescending(c => c.Size).Select(c => (long?)c.Size).FirstOrDefaultAsync(ct) ?? known;
            if (query.Index < 0 || query.Index >= size || size > known)
            {
                return LedgerErrors.RangeUnknown;
            }

            var leaf = await db.LedgerEntries.Where(e => e.Index == query.Index).Select(e => e.LeafHash).SingleAsync(ct);
            var note = await db.LedgerCheckpoints.Where(c => c.Size == size).Select(c => c.Note).FirstOrDefaultAsync(ct);
            return new Proof(query.Index, size, leaf, await MerkleProofs.Inclusion(nodes, query.Index, size, ct), await MerkleProofs.Root(nodes, size, ct), note);
        }
    }
}
