using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// Signs how many entries the ledger has and their root, after making sure that nothing signed before is contradicted. The
/// same size is signed once.
/// </summary>
public static class SignCheckpoint
{
    [Requires(Permission.LedgerRead)]
    public sealed record Command : ICommand<Result<LedgerCheckpoint>>;

    internal sealed class Handler(IReadDb db, IWriteDb write, LedgerNodes nodes, CheckpointSigner signers, ICurrentActor actor, ICheckpointPublisher publisher, IUnitOfWork work, TimeProvider clock)
        : IRequestHandler<Command, Result<LedgerCheckpoint>>
    {
        public async Task<Result<LedgerCheckpoint>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            using var signer = await signers.Open(ct);
            var last = await db.LedgerCheckpoints.OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);
            var size = await nodes.Size(ct);
            if (last?.Size == size)
            {
                return last;
            }

            var root = await MerkleProofs.Root(nodes, size, ct);
            if (last is not null && (last.Size > size
                || !MerkleTree.VerifyConsistency(last.Size, size, await MerkleProofs.Consistency(nodes, last.Size, size, ct), last.Root, root)))
            {
                throw new LedgerBrokenException($"The ledger of {size} entries does not begin with the {last.Size} entries that were signed at {last.MadeAt:u}. No checkpoint is signed over it.");
            }

            var note = new Checkpoint(LedgerLeaf.Origin(actor.Organization), size, root).Sign(signer).ToString();
            var signed = new LedgerCheckpoint(actor.Organization, size, root, note, clock.GetUtcNow());
            write.Add(signed);
            work.AfterCommit(token => publisher.Publish(signed, signer.Key.ToString(), token));
            await work.Commit(ct); // here, because a signer that is gone must not be needed by the effect
            return signed;
        }
    }
}

/// <summary>Puts checkpoints where others can see them, so that not even we could show somebody else another ledger. May be configured to do nothing.</summary>
public interface ICheckpointPublisher
{
    Task Publish(LedgerCheckpoint checkpoint, string verifierKey, CancellationToken ct);
}
