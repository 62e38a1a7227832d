using System.Globalization;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Ledger;

namespace RecordsManager.Application.Keys;

/// <param name="Exchanged">How many wraps were made anew in this run.</param>
/// <param name="Destroyed">The epochs whose KEK is gone since this run.</param>
public sealed record RotationView(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed);

/// <summary>How long an epoch lasts. Whoever was erased can be read from older backups for at most this long.</summary>
/// <param name="Length">Null: until somebody rotates.</param>
public sealed record KeyPeriod(TimeSpan? Length);

/// <summary>
/// Moves everything to a new KEK and destroys the one before. It can be killed anywhere: what the rows, the epochs and the
/// KEKs say is all it needs to go on, and nothing is destroyed before everything was opened again under the new KEK, no row
/// is left under the old one, and the shelf is durable.
/// </summary>
internal sealed class KeyRotation(
    IWriteDb db, IUnitOfWork work, IWorkLock locks, IKeyring ring, IWrappedKeys wrapped, IKeyShelf shelf, ICurrentActor actor, KeyPeriod period, TimeProvider clock)
{
    public async Task<bool> IsDue(CancellationToken ct)
    {
        var epochs = await db.KekEpochs(ct);
        return epochs.Count > 1
            || (await Former(epochs, ct)).Count > 0
            || (epochs is [var only] && period.Length is { } length && only.MadeAt + length <= clock.GetUtcNow());
    }

    public async Task<Result<RotationView>> Run(CancellationToken ct)
    {
        await using var mine = await locks.TryTake(LockOf(actor), ct);
        if (mine is null)
        {
            return KeyErrors.RotationRuns;
        }

        var epochs = await db.KekEpochs(ct);
        if (epochs.Count < 2 && (await Former(epochs, ct)).Count == 0)
        {
            await Begin(epochs is [.., var last] ? last.Epoch + 1 : 1, ct);
            epochs = await db.KekEpochs(ct);
        }

        var current = epochs[^1];
        var exchanged = 0;
        if (epochs.Count > 1)
        {
            await Task.Delay(ring.Settling, clock, ct); // until every node wraps under the new epoch
            exchanged = await Move(current, ct);
        }

        await shelf.Replace(actor.Organization, wrapped.All(actor.Organization, ct), ct);
        return new RotationView(current.Epoch, current.Provider, current.MadeAt, exchanged, await DestroyFormer(current, ct));
    }

    /// <summary>Makes the KEK, then says so: an epoch that is on the list always has its KEK.</summary>
    public async Task Begin(int epoch, CancellationToken ct)
    {
        await ring.Make(actor.Organization, epoch, ct);
        db.Add(new KekEpoch(actor.Organization, epoch, ring.Provider, clock.GetUtcNow()));
        await work.Commit(ct);
    }

    internal static string LockOf(ICurrentActor actor) => $"keys|{actor.Organization}";

    private async Task<int> Move(KekEpoch current, CancellationToken ct)
    {
        var exchanged = 0;
        while (true)
        {
            int few;
            while ((few = await wrapped.Exchange(actor.Organization, current.Epoch, async (row, token) => await ring.Rewrap(actor.Organization, row.Subject, row.Key, current, token), ct)) > 0)
            {
                exchanged += few;
            }

            try
            {
                foreach (var former in (await db.KekEpochs(ct)).SkipLast(1))
                {
                    former.End();
                    db.Remove(former);
                }

                await work.Commit(ct); // the database refuses while a row is left, and lets nobody add one afterwards
                return exchanged;
            }
            catch (ConcurrencyConflictException)
            {
                work.Forget(); // a transaction that had begun before brought one more
            }
        }
    }

    private async Task<IReadOnlyList<int>> DestroyFormer(KekEpoch current, CancellationToken ct)
    {
        List<int> destroyed = [];
        foreach (var kek in await Former([current], ct))
        {
            await ring.Destroy(actor.Organization, kek, ct);
            work.Record(new LedgerFact("key.epoch-destroyed", actor.Organization.ToString(), null, new Dictionary<string, string>
            {
                ["epoch"] = kek.Epoch.ToString(CultureInfo.InvariantCulture),
                ["provider"] = kek.Provider,
            }));
            await work.Commit(ct);
            destroyed.Add(kek.Epoch);
        }

        return destroyed;
    }

    /// <summary>KEKs of epochs that have ended.</summary>
    private async Task<IReadOnlyList<HeldKek>> Former(IReadOnlyList<KekEpoch> epochs, CancellationToken ct) => epochs.Count == 0
        ? []
        : [.. (await ring.Held(actor.Organization, ct)).Where(held => held.Epoch < epochs[^1].Epoch && epochs.All(e => e.Epoch != held.Epoch))];
}
