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
        await using var mine = await locks.Take(KeyRotation.LockOf(actor), TimeSpan.FromSeconds(30), ct);
        var epochs = await db.KekEpochs(ct);
        if (mine is null || epochs.Count == 0)
        {
            return 0; // another node is at it, or the organization is just being set up
        }

        var held = await ring.Held(actor.Organization, ct);
        var restored = IsNewer(held, epochs) ? await TakeFromShelf(held, ct) : 0;
        foreach (var epoch in await db.KekEpochs(ct))
        {
            await ring.Check(epoch, ct);
        }

        return restored;
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
