using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>What a court is given on paper: the matching entries with what is personal, the notices in full, and what proves them.</summary>
public static class PrintTrail
{
    /// <summary>Some hundred pages: nobody reads more on paper.</summary>
    public const int MostEntries = 1000;

    [Requires(Permission.LedgerRead)]
    [RepeatsOnConflict] // another server may sign the same size, or make the key, at the same moment: then that is the one
    public sealed record Command(TrailFilter Filter) : ICommand<Result<Evidence>>;

    /// <param name="Keys">The ledger's keys as text, oldest first.</param>
    public sealed record Evidence(
        string Organization, IReadOnlyList<EntryEvidence> Entries, IReadOnlyList<NoticeEvidence> Notices, LedgerCheckpoint Checkpoint, IReadOnlyList<string> Keys);

    internal sealed class Handler(CheckpointWriter checkpoints, IReadDb db, TrailEntries entries, EvidenceReader reader, CheckpointSigner signers, IUnitOfWork work, ICurrentActor actor)
        : IRequestHandler<Command, Result<Evidence>>
    {
        public async Task<Result<Evidence>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var checkpoint = await checkpoints.Sign(ct);
            if (await entries.Count(command.Filter, checkpoint.Size, ct) > MostEntries)
            {
                return LedgerErrors.TooLongToPrint;
            }

            List<LedgerEntry> found = [];
            await foreach (var batch in entries.Batches(command.Filter, checkpoint.Size, ct))
            {
                found.AddRange(batch);
            }

            var (read, notices) = await reader.Of(found, checkpoint.Size, ct);
            work.Record(Exported.Fact(actor, command.Filter, "pdf", checkpoint.Size));
            return new Evidence(
                await db.Organizations.Select(o => o.Name).SingleAsync(ct), read, notices, checkpoint, [.. (await signers.Known(ct)).Select(key => key.ToString())]);
        }
    }
}
