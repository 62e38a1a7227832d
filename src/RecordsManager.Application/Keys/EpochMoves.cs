using System.Globalization;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Ledger;

namespace RecordsManager.Application.Keys;

/// <summary>
/// The steps of which rotations and switches are made. Each can be killed anywhere and be repeated: what the rows, the epochs
/// and the KEKs say is all that is needed to go on.
/// </summary>
internal sealed class EpochMoves(IWriteDb db, IUnitOfWork work, IKeyring ring, IWrappedKeys wrapped, IKeyShelf shelf, ICurrentActor actor, TimeProvider clock)
{
    internal static string LockOf(ICurrentActor actor) => $"keys|{actor.Organization}";

    /// <summary>Makes the KEK, then says so: an epoch that is on the list always has its KEK.</summary>
    public async Task Begin(int epoch, string provider, bool onTrial, CancellationToken ct)
    {
        await ring.Make(actor.Organization, provider, epoch, ct);
        db.Add(new KekEpoch(actor.Organization, epoch, provider, clock.GetUtcNow(), onTrial));
        await work.Commit(ct);
    }

    /// <summary>Waits until every node wraps under the newest epoch.</summary>
    public async Task Settle(CancellationToken ct) => await Task.Delay(ring.Settling, clock, ct);

    /// <summary>
    /// Moves every wrap of an earlier epoch to this one. Where the KEK of a wrap is out of reach, what the shelf has of the same
    /// key is moved in its place.
    /// </summary>
    /// <returns>How many were moved.</returns>
    /// <exception cref="KekUnavailableException">Some can be opened by nothing that is in reach. They stay as they are; all others were moved.</exception>
    public async Task<int> MoveTo(KekEpoch current, CancellationToken ct)
    {
        var (moved, behind) = (0, 0);
        Exception? why = null;
        IReadOnlyDictionary<string, WrappedKey>? shelved = null;
        int few;
        do
        {
            behind = 0;
            few = await wrapped.Exchange(actor.Organization, current.Epoch, Anew, ct);
            moved += few;
        }
        while (few > 0);
        return behind == 0
            ? moved
            : throw new KekUnavailableException(string.Create(CultureInfo.InvariantCulture, $"{behind} or more keys could not be moved, and the shelf has no other wrap of them. {why!.Message} Then repeat: nothing is lost meanwhile."), why);

        async Task<WrappedKey?> Anew(WrappedRow row, CancellationToken token)
        {
            try
            {
                return await ring.Rewrap(actor.Organization, row.Subject, row.Key, current, token);
            }
            catch (Exception unreachable) when (unreachable is KekUnavailableException or ObjectUnreadableException)
            {
                shelved ??= await shelf.Read(actor.Organization, token);
                if (shelved.TryGetValue(row.Id, out var other) && other.Epoch != row.Key.Epoch)
                {
                    return await ring.Rewrap(actor.Organization, row.Subject, other, current, token);
                }

                if (unreachable is ObjectUnreadableException)
                {
                    throw; // in reach, and not what it should be: nothing to wait for
                }

                behind++;
                why ??= unreachable; // it says which provider, be it the former's or the new one's
                return null;
            }
        }
    }

    /// <summary>Ends all epochs before the current one, then destroys their KEKs: nothing goes before all of it is under the current one, and the shelf is durable.</summary>
    /// <returns>The epochs whose KEK is gone since this call, and who was out of reach: what they hold is destroyed by the next sweep that reaches them.</returns>
    public async Task<(IReadOnlyList<int> Destroyed, IReadOnlyList<string> OutOfReach)> EndFormer(KekEpoch current, CancellationToken ct)
    {
        while (!await TakeOffTheList(ct))
        {
            await MoveTo(current, ct); // a transaction that had begun before brought one more
        }

        await shelf.Replace(actor.Organization, wrapped.All(actor.Organization, ct), ct);
        List<int> destroyed = [];
        var (former, outOfReach) = await Former([current], ct);
        foreach (var kek in former)
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

        return (destroyed, outOfReach);
    }

    /// <summary>KEKs of epochs that have ended, of all providers that are in reach.</summary>
    public async Task<(IReadOnlyList<HeldKek> Keks, IReadOnlyList<string> OutOfReach)> Former(IReadOnlyList<KekEpoch> epochs, CancellationToken ct)
    {
        List<HeldKek> former = [];
        List<string> outOfReach = [];
        foreach (var provider in epochs.Count == 0 ? [] : ring.Providers)
        {
            try
            {
                former.AddRange((await ring.Held(actor.Organization, provider, ct)).Where(held => held.Epoch < epochs[^1].Epoch && epochs.All(e => e.Epoch != held.Epoch)));
            }
            catch (KekUnavailableException)
            {
                outOfReach.Add(provider);
            }
        }

        return (former, outOfReach);
    }

    private async Task<bool> TakeOffTheList(CancellationToken ct)
    {
        try
        {
            foreach (var former in (await db.KekEpochs(ct)).SkipLast(1))
            {
                former.End();
                db.Remove(former);
            }

            await work.Commit(ct); // the database refuses while a row is left, and lets nobody add one afterwards
            return true;
        }
        catch (ConcurrencyConflictException)
        {
            work.Forget();
            return false;
        }
    }
}
