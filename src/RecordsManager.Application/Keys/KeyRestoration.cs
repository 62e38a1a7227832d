using System.Globalization;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Ledger;

namespace RecordsManager.Application.Keys;

/// <summary>
/// Finds out, before anybody is served, whether the keys and the database belong together. A database from before a rotation
/// is wrapped under a KEK that is gone: it takes from the shelf what the rotation left, and
/// gives up what is not there: that was erased, or was gone for another reason, by the time of the rotation.
/// </summary>
internal sealed class KeyRestoration(IWriteDb db, IUnitOfWork work, IWorkLock locks, IKeyring ring, IWrappedKeys wrapped, IKeyShelf shelf, ICurrentActor actor, TimeProvider clock)
{
    /// <returns>How many wraps were taken from the shelf; 0 when all belongs together.</returns>
    /// <exception cref="KekUnavailableException">The KEKs are missing, older than the database, or unfit for use.</exception>
    public async Task<int> Run(CancellationToken ct)
    {
        await using var mine = await locks.Take(EpochMoves.LockOf(actor), TimeSpan.FromSeconds(30), ct);
        var epochs = await db.KekEpochs(ct);
        if (mine is null || epochs.Count == 0)
        {
            return 0; // another node is at it, or the organization is just being set up
        }

        var restored = await IsComplete(epochs, ct) ? 0 : await Restore(epochs, ct);
        foreach (var epoch in (await db.KekEpochs(ct)).Where(e => !e.IsOnTrial)) // one on trial must not keep from rolling it back
        {
            await ring.Check(epoch, ct);
        }

        return restored;
    }

    /// <summary>Every KEK of the database's epochs is where it should be; one on trial is not asked for.</summary>
    private async Task<bool> IsComplete(IReadOnlyList<KekEpoch> epochs, CancellationToken ct)
    {
        foreach (var epoch in epochs.Where(e => !e.IsOnTrial))
        {
            if ((await ring.Held(actor.Organization, epoch.Provider, ct)).All(h => h.Epoch != epoch.Epoch))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<int> Restore(IReadOnlyList<KekEpoch> epochs, CancellationToken ct)
    {
        List<HeldKek> held = [];
        foreach (var provider in ring.Providers)
        {
            held.AddRange(await ring.Held(actor.Organization, provider, ct)); // all must be in reach: what is not seen here is given up
        }

        return IsNewer(held, epochs) ? await TakeFromShelf(held, ct) : 0;
    }

    /// <summary>A KEK of the database's epochs is gone, and there is one of a later epoch.</summary>
    private static bool IsNewer(IReadOnlyList<HeldKek> held, IReadOnlyList<KekEpoch> epochs) =>
        epochs.Any(e => held.All(h => h.Epoch != e.Epoch)) && held.Count > 0 && held.Max(h => h.Epoch) > epochs.Where(e => held.All(h => h.Epoch != e.Epoch)).Max(e => e.Epoch);

    private async Task<int> TakeFromShelf(IReadOnlyList<HeldKek> held, CancellationToken ct)
    {
        var usable = held.Select(h => h.Epoch).ToHashSet();
        var kept = await shelf.Read(actor.Organization, ct);
        if (kept.Count == 0)
        {
            throw new KekUnavailableException("The database is older than the keys, and the shelf that the last rotation left beside the keys is missing. Restore the folder of the keys whole; without the shelf nothing in this database can be read.");
        }

        if (kept.Values.FirstOrDefault(k => !usable.Contains(k.Epoch)) is { } hidden)
        {
            // A rotation that was interrupted, and another HSM, account or folder than that with its former KEK: out of reach, not gone.
            throw new KekUnavailableException(string.Create(CultureInfo.InvariantCulture, $"The KEK of epoch {hidden.Epoch} is not in reach, and it was the last under which all was wrapped. Set up and connect what holds it: nothing is given up without it."));
        }

        var newest = held.MaxBy(h => h.Epoch)!;
        var current = (await db.KekEpochs(ct)).FirstOrDefault(e => e.Epoch == newest.Epoch);
        if (current is null)
        {
            current = new KekEpoch(actor.Organization, newest.Epoch, newest.Provider, clock.GetUtcNow());
            db.Add(current);
            await work.Commit(ct);
        }

        foreach (var shelved in held.Where(h => h.Epoch < newest.Epoch && kept.Values.Any(k => k.Epoch == h.Epoch)))
        {
            if ((await db.KekEpochs(ct)).All(e => e.Epoch != shelved.Epoch)) // the shelf is from before an interrupted rotation
            {
                db.Add(new KekEpoch(actor.Organization, shelved.Epoch, shelved.Provider, clock.GetUtcNow()));
                await work.Commit(ct);
            }
        }

        var taken = 0;
        int few;
        while ((few = await wrapped.Exchange(
            actor.Organization, current.Epoch,
            async (row, token) => usable.Contains(row.Key.Epoch) ? await ring.Rewrap(actor.Organization, row.Subject, row.Key, current, token)
                : !kept.TryGetValue(row.Id, out var shelved) ? null
                : shelved.Epoch == current.Epoch ? shelved
                : await ring.Rewrap(actor.Organization, row.Subject, shelved, current, token),
            ct)) > 0)
        {
            taken += few;
        }

        var lost = (await db.KekEpochs(ct)).Where(e => e.Epoch != current.Epoch).ToList();
        var givenUp = await wrapped.GiveUp(actor.Organization, [.. lost.Select(e => e.Epoch)], ct);
        foreach (var epoch in lost)
        {
            epoch.End();
            db.Remove(epoch);
        }

        work.Record(new LedgerFact("key.restored", actor.Organization.ToString(), null, new Dictionary<string, string>
        {
            ["epoch"] = current.Epoch.ToString(CultureInfo.InvariantCulture),
            ["wraps"] = taken.ToString(CultureInfo.InvariantCulture),
            ["givenUp"] = givenUp.ToString(CultureInfo.InvariantCulture),
        }));
        await work.Commit(ct);
        return taken;
    }
}
