using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Copies;

/// <param name="vaultOver">The vault as if its objects lay in that place alone.</param>
internal sealed partial class StoragePlaces(
    IReadOnlyList<Place> places, bool locks, Func<IBlobStore, IObjectVault> vaultOver, IStorageDebts debts, TimeProvider clock, ILogger<StoragePlaces> log) : IStoragePlaces
{
    /// <summary>No write takes so long.</summary>
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(7);

    private const int Batch = 100;
    private const int CopyBuffer = 1024 * 1024;

    public IReadOnlyList<string> Names => [.. places.Select(p => p.Name)];

    public async Task<IObjectReader?> Open(string place, OrganizationId organization, MediaObjectId id, CancellationToken ct)
    {
        var store = Of(place).Store;
        try
        {
            return await vaultOver(store).Open(organization, id, ct);
        }
        catch (ObjectUnreadableException unreadable) when (unreadable.Reason == UnreadableReason.Damaged)
        {
            await using var blob = await store.Open(id, ct);
            if (blob is null)
            {
                return null;
            }

            throw;
        }
    }

    public async Task<bool> CameLater(string place, MediaObjectId id, CancellationToken ct) =>
        place == Place.Second && MadeAt(id) < await debts.Since(Of(place).Address, ct);

    public async Task Replace(string place, MediaObjectId id, CancellationToken ct)
    {
        var debt = new StorageDebt(id, place, Owed.Copy, null);
        await debts.Owe(debt, ct); // first: whatever happens then, it is made good by the next reconciliation
        await Clear(Of(place).Store, id, ct);
        await Pay(debt, ct);
    }

    public async Task<int> Reconcile(CancellationToken ct)
    {
        foreach (var second in places.Where(p => p.Name == Place.Second))
        {
            await debts.Since(second.Address, ct); // asked at the first run after it was configured, so that the answer is of that day
        }

        var paid = 0;
        HashSet<string> down = [];
        MediaObjectId? after = null;
        while (await debts.Due(after, Batch, ct) is { Count: > 0 } due)
        {
            foreach (var debt in due.Where(d => !down.Contains(d.Place) && Names.Contains(d.Place)))
            {
                try
                {
                    paid += await Pay(debt, ct) ? 1 : 0;
                }
                catch (Exception failed) when (Place.IsItsFault(failed))
                {
                    down.Add(debt.Place); // the rest would wait for the same answer
                    StillDown(log, failed, debt.Place);
                }
            }

            after = due[^1].Object;
        }

        return paid;
    }

    public bool HaveLocks => locks;

    public async Task<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct)
    {
        var everywhere = true;
        foreach (var place in places)
        {
            everywhere &= await place.Store.Lock(id, until, ct);
        }

        return everywhere;
    }

    public async Task<int> DeleteUnfinished(CancellationToken ct)
    {
        var deleted = 0;
        foreach (var place in places)
        {
            deleted += await place.Store.DeleteUnfinished(clock.GetUtcNow() - Unfinished, ct);
        }

        return deleted;
    }

    private Task<bool> Pay(StorageDebt debt, CancellationToken ct) => debt.Owed == Owed.Copy ? Copy(debt, ct) : Delete(debt, ct);

    private async Task<bool> Delete(StorageDebt debt, CancellationToken ct)
    {
        try
        {
            await Of(debt.Place).Store.Delete(debt.Object, ct);
        }
        catch (BlobLockedException locked)
        {
            await debts.Owe(debt with { NotBefore = locked.Until }, ct);
            return false;
        }

        return await debts.Paid(debt, ct);
    }

    private async Task<bool> Copy(StorageDebt debt, CancellationToken ct)
    {
        var to = Of(debt.Place).Store;
        foreach (var from in places.Where(p => p.Name != debt.Place))
        {
            await using var source = await from.Store.Open(debt.Object, ct);
            if (source is null)
            {
                continue;
            }

            await using (var there = await to.Open(debt.Object, ct))
            {
                if (there is null)
                {
                    await Clear(to, debt.Object, ct); // of what an earlier attempt left that died
                    await Copy(source, to, debt.Object, ct);
                }
            }

            // Destroyed while it was copied: the deletion looked before the copy was there.
            return await debts.Paid(debt, ct) || await Undo(debt, ct);
        }

        return false;
    }

    private static async Task Copy(IBlobReader source, IBlobStore to, MediaObjectId id, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            await using var copy = await to.Create(id, ct);
            for (long at = 0; await source.Read(at, buffer, ct) is var read and > 0; at += read)
            {
                await copy.Append(buffer.AsMemory(0, read), ct);
            }

            await copy.Commit(ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task Clear(IBlobStore store, MediaObjectId id, CancellationToken ct)
    {
        try
        {
            await store.Delete(id, ct);
        }
        catch (BlobLockedException)
        {
            // hidden by now, and where there are locks there are versions: a new one goes on top
        }
    }

    private async Task<bool> Undo(StorageDebt debt, CancellationToken ct)
    {
        await Of(debt.Place).Store.Delete(debt.Object, ct);
        return false;
    }

    /// <summary>The first 48 bits of a version 7 UUID are the milliseconds of its making (RFC 9562, 5.7).</summary>
    private static DateTimeOffset MadeAt(MediaObjectId id)
    {
        Span<byte> ms = stackalloc byte[8];
        id.Value.ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(ms[2..]);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(ms));
    }

    private Place Of(string name) => places.Single(p => p.Name == name);

    [LoggerMessage(EventId = 2330, Level = LogLevel.Warning, Message = "The {Place} place of the object store still cannot be used; what is owed to it is tried again")]
    private static partial void StillDown(ILogger log, Exception failure, string place);
}
