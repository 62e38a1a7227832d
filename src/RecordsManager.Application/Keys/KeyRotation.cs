using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Keys;

namespace RecordsManager.Application.Keys;

/// <param name="Exchanged">How many wraps were made anew in this run.</param>
/// <param name="Destroyed">The epochs whose KEK is gone since this run.</param>
/// <param name="OutOfReach">Providers that could not be asked for former KEKs: what they hold goes when they are back.</param>
public sealed record RotationView(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed, IReadOnlyList<string> OutOfReach)
{
    internal static RotationView Of(KekEpoch current, int exchanged, (IReadOnlyList<int> Destroyed, IReadOnlyList<string> OutOfReach) ended) =>
        new(current.Epoch, current.Provider, current.MadeAt, exchanged, ended.Destroyed, ended.OutOfReach);
}

/// <summary>How long an epoch lasts. Whoever was erased can be read from older backups for at most this long.</summary>
/// <param name="Length">Null: until somebody rotates.</param>
public sealed record KeyPeriod(TimeSpan? Length);

/// <summary>Moves everything to a new KEK where the old one is, and destroys the old one.</summary>
internal sealed class KeyRotation(IWriteDb db, IWorkLock locks, IKeyring ring, EpochMoves moves, ICurrentActor actor)
{
    public async Task<Result<RotationView>> Run(CancellationToken ct)
    {
        await using var mine = await locks.TryTake(EpochMoves.LockOf(actor), ct);
        if (mine is null)
        {
            return KeyErrors.RotationRuns;
        }

        return (await db.KekEpochs(ct)) is [.., { IsOnTrial: true }] ? KeyErrors.SwitchIsOpen : await Rotate(ct);
    }

    /// <summary>While the lock is held, and no switch is on trial. One that was interrupted is ended in place of a new one.</summary>
    public async Task<RotationView> Rotate(CancellationToken ct)
    {
        var epochs = await db.KekEpochs(ct);
        if (epochs.Count < 2 && (await moves.Former(epochs, ct)).Keks.Count == 0)
        {
            var (epoch, provider) = epochs is [.., var last] ? (last.Epoch + 1, last.Provider) : (1, ring.Provider);
            await moves.Begin(epoch, provider, onTrial: false, ct);
            epochs = await db.KekEpochs(ct);
        }

        var current = epochs[^1];
        var exchanged = 0;
        if (epochs.Count > 1)
        {
            await moves.Settle(ct);
            exchanged = await moves.MoveTo(current, ct);
        }

        return RotationView.Of(current, exchanged, await moves.EndFormer(current, ct));
    }
}
