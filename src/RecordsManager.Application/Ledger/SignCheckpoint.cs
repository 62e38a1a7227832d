using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// Signs how many entries the ledger has and their root, after making sure that nothing signed before is contradicted. The
/// same size is signed once.
/// </summary>
public static class SignCheckpoint
{
    [Requires(Permission.LedgerRead)]
    [RepeatsOnConflict] // another server may sign the same size, or make the key, at the same moment: then that is the one
    public sealed record Command : ICommand<Result<LedgerCheckpoint>>;

    internal sealed class Handler(CheckpointWriter checkpoints) : IRequestHandler<Command, Result<LedgerCheckpoint>>
    {
        public async Task<Result<LedgerCheckpoint>> Handle(Command command, CancellationToken cancellationToken) => await checkpoints.Sign(cancellationToken);
    }
}

/// <summary>Puts checkpoints where others can see them, so that not even we could show somebody else another ledger. May be configured to do nothing. Twice is once; a place that does not answer stops nothing and is tried again.</summary>
public interface ICheckpointPublisher
{
    Task Publish(LedgerCheckpoint checkpoint, string verifierKey, CancellationToken ct);
}
