using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Copies;

/// <summary>
/// Every blob in each place, written in one pass. What one place could not take, or would not give up, is owed to it and made
/// good later; only when no place can do what was asked does it fail.
/// </summary>
internal sealed class CopiedBlobStore(IReadOnlyList<Place> places, IStorageDebts debts) : IBlobStore
{
    public async ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct)
    {
        List<(Place, IBlobWriter)> writers = [];
        Exception? failure = null;
        foreach (var place in Rested())
        {
            try
            {
                writers.Add((place, await place.Store.Create(id, ct)));
            }
            catch (Exception failed) when (Place.IsItsFault(failed))
            {
                place.Failed(failure = failed);
            }
        }

        return writers.Count > 0 ? new CopiedBlobWriter(id, places, writers, debts) : throw Failure(failure);
    }

    public async ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct)
    {
        Exception? failure = null;
        foreach (var place in places.OrderBy(p => p.IsResting)) // a stable order: the first place, unless it failed just now
        {
            try
            {
                if (await place.Store.Open(id, ct) is { } reader)
                {
                    return new CopiedBlobReader(id, place, reader, places);
                }
            }
            catch (Exception failed) when (Place.IsItsFault(failed))
            {
                place.Failed(failure = failed);
            }
        }

        return failure is null ? null : throw Failure(failure); // it may lie where nobody answers
    }

    public async ValueTask Delete(MediaObjectId id, CancellationToken ct)
    {
        await debts.Forgive(id, ct);
        List<StorageDebt> owed = [];
        Exception? failure = null;
        foreach (var place in places)
        {
            try
            {
                await place.Store.Delete(id, ct);
            }
            catch (BlobLockedException locked)
            {
                await debts.Owe(new StorageDebt(id, place.Name, Owed.Deletion, locked.Until), ct);
            }
            catch (Exception failed) when (Place.IsItsFault(failed))
            {
                place.Failed(failure = failed);
                owed.Add(new StorageDebt(id, place.Name, Owed.Deletion, null));
            }
        }

        if (owed.Count == places.Count)
        {
            throw Failure(failure); // whoever destroys comes again
        }

        foreach (var debt in owed)
        {
            await debts.Owe(debt, ct);
        }
    }

    /// <summary>All of them when all rest: a request is not refused without having tried.</summary>
    private IReadOnlyList<Place> Rested() => places.Where(p => !p.IsResting).ToList() is { Count: > 0 } rested ? rested : places;

    private static Exception Failure(Exception? failure) => failure switch
    {
        StorageUnavailableException or StorageFullException => failure,
        _ => new StorageUnavailableException("no place takes or gives it", failure ?? new IOException()),
    };
}
