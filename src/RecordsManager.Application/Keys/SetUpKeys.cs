using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>The first KEK of an organization. Without one nothing can be sealed.</summary>
public static class SetUpKeys
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, EpochMoves epochs, IKeyring ring, IWorkLock locks, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var mine = await locks.Take(EpochMoves.LockOf(actor), TimeSpan.FromSeconds(30), cancellationToken);
            if (mine is null)
            {
                return Domain.Keys.KeyErrors.RotationRuns;
            }

            if ((await db.KekEpochs(cancellationToken)).Count == 0)
            {
                await epochs.Begin(1, ring.Provider, onTrial: false, cancellationToken);
            }

            return Result.Ok;
        }
    }
}
