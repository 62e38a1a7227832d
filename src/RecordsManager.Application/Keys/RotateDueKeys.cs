using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>
/// Rotates when the epoch has lasted its time, and ends a rotation that was interrupted. A switch on trial is committed when the
/// epoch before it has lasted its time: what was promised of backups comes first.
/// </summary>
public static class RotateDueKeys
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, KeyRotation rotation, KeySwitch keys, EpochMoves moves, KeyPeriod period, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var epochs = await db.KekEpochs(cancellationToken);
            return epochs switch
            {
                [.., var former, { IsOnTrial: true }] => HasLasted(former) ? new Result((await keys.Commit(cancellationToken)).Error) : Result.Ok,
                _ => await IsDue(epochs, cancellationToken) ? new Result((await rotation.Run(cancellationToken)).Error) : Result.Ok,
            };
        }

        private async Task<bool> IsDue(IReadOnlyList<KekEpoch> epochs, CancellationToken ct) =>
            epochs.Count > 1 || (await moves.Former(epochs, ct)).Keks.Count > 0 || (epochs is [var only] && HasLasted(only));

        private bool HasLasted(KekEpoch epoch) => period.Length is { } length && epoch.MadeAt + length <= clock.GetUtcNow();
    }
}
