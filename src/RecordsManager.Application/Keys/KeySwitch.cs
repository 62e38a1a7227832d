using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Keys;

namespace RecordsManager.Application.Keys;

/// <param name="From">The provider that the keys were with.</param>
/// <param name="Exchanged">How many wraps were made anew in this run.</param>
/// <param name="CommittedAt">When the switch is for good at the latest; null: when somebody says so.</param>
public sealed record SwitchView(int Epoch, string Provider, string From, int Exchanged, DateTimeOffset? CommittedAt);

/// <summary>
/// Moves all keys to another provider while everybody works, on trial: the former KEK stays, and so do the wraps under it, on
/// the shelf. Until somebody commits, all of it can be undone, also when the new provider is lost; what was made since and is
/// only under its KEK then waits for it.
/// </summary>
internal sealed class KeySwitch(
    IWriteDb db, IUnitOfWork work, IWorkLock locks, IKeyring ring, IWrappedKeys wrapped, IKeyShelf shelf, KeyRotation rotation, EpochMoves moves, ICurrentActor actor, KeyPeriod period)
{
    public async Task<Result<SwitchView>> Begin(string provider, CancellationToken ct)
    {
        if (!ring.Providers.Contains(provider))
        {
            return KeyErrors.NotSetUp(string.Join(", ", ring.Providers));
        }

        await using var mine = await locks.TryTake(EpochMoves.LockOf(actor), ct);
        if (mine is null)
        {
            return KeyErrors.RotationRuns;
        }

        var epochs = await db.KekEpochs(ct);
        var isOpen = epochs is [.., { IsOnTrial: true }];
        if (epochs is [.., var last] && (isOpen ? last.Provider != provider : last.Provider == provider))
        {
            return isOpen ? KeyErrors.SwitchIsOpen : KeyErrors.AlreadyThere;
        }

        if (!isOpen)
        {
            // A new epoch where the keys are, so that the trial may last for a whole period without breaking what was promised of backups.
            var rotated = await rotation.Rotate(ct);
            await moves.Begin(rotated.Epoch + 1, provider, onTrial: true, ct);
            epochs = await db.KekEpochs(ct);
        }

        var (former, trial) = (epochs[^2], epochs[^1]);
        await moves.Settle(ct);
        await KeepFormerWraps(trial, ct);
        return new SwitchView(trial.Epoch, trial.Provider, former.Provider, await moves.MoveTo(trial, ct), former.MadeAt + period.Length);
    }

    public async Task<Result<RotationView>> Commit(CancellationToken ct) => await End(async (_, trial) =>
    {
        trial.Commit();
        await work.Commit(ct); // from here on it is a rotation, and ended like one when this is interrupted
        return trial;
    }, ct);

    public async Task<Result<RotationView>> RollBack(CancellationToken ct) => await End(async (former, trial) =>
    {
        trial.RollBack(); // it stays on trial: a start does not demand its KEK
        await moves.Begin(trial.Epoch + 1, former.Provider, onTrial: false, ct);
        await moves.Settle(ct);
        return (await db.KekEpochs(ct))[^1];
    }, ct);

    private async Task<Result<RotationView>> End(Func<KekEpoch, KekEpoch, Task<KekEpoch>> choose, CancellationToken ct)
    {
        await using var mine = await locks.TryTake(EpochMoves.LockOf(actor), ct);
        if (mine is null)
        {
            return KeyErrors.RotationRuns;
        }

        if (await db.KekEpochs(ct) is not [.., var former, { IsOnTrial: true } trial])
        {
            return KeyErrors.NoSwitch;
        }

        var current = await choose(former, trial);
        var exchanged = await moves.MoveTo(current, ct);
        return RotationView.Of(current, exchanged, await moves.EndFormer(current, ct));
    }

    /// <summary>The shelf has every wrap as it was before the trial; one that was moved already, as the shelf had it.</summary>
    private async Task KeepFormerWraps(KekEpoch trial, CancellationToken ct)
    {
        var shelved = await shelf.Read(actor.Organization, ct);
        await shelf.Replace(
            actor.Organization,
            wrapped.All(actor.Organization, ct).Select(row => row.Key.Epoch == trial.Epoch && shelved.TryGetValue(row.Id, out var former) ? row with { Key = former } : row),
            ct);
    }
}
