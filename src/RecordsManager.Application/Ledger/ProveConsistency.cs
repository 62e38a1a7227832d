using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>That the ledger of one size begins with the ledger of a smaller one (RFC 6962 section 2.1.2): nothing was rewritten.</summary>
public static class ProveConsistency
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query(long First, long Second) : IQuery<Result<Proof>>;

    public sealed record Proof(long First, long Second, IReadOnlyList<byte[]> Path, byte[] FirstRoot, byte[] SecondRoot);

    internal sealed class Handler(LedgerNodes nodes) : IRequestHandler<Query, Result<Proof>>
    {
        public async Task<Result<Proof>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (query.First <= 0 || query.First > query.Second || query.Second > await nodes.Size(ct))
            {
                return LedgerErrors.RangeUnknown;
            }

            return new Proof(
                query.First, query.Second, await MerkleProofs.Consistency(nodes, query.First, query.Second, ct),
                await MerkleProofs.Root(nodes, query.First, ct), await MerkleProofs.Root(nodes, query.Second, ct));
        }
    }
}
