using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>Signs the ledger as it is now, for whoever asks: the schedule, an auditor, a bundle. In a commit of its own.</summary>
internal sealed class CheckpointWriter(IReadDb db, IWriteDb write, LedgerNodes nodes, CheckpointSigner signers, ICurrentActor actor, ICheckpointPublisher publisher, IUnitOfWork work, TimeProvider clock)
{
    /// <exception cref="LedgerBrokenException">What was signed before is contradicted: nothing is signed.</exception>
    public async Task<LedgerCheckpoint> Sign(CancellationToken ct)
    {
        using var signer = await signers.Open(ct);
        var last = await db.LedgerCheckpoints.OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);
        var size = await nodes.Size(ct);
        if (last?.Size == size)
        {
            await publisher.Publish(last, signer.Key.ToString(), ct); // does nothing where it was published
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
