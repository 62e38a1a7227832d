using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Copies;

/// <summary>Goes on as long as one place takes it. What was acknowledged lies in one at least, and it is on record where it lacks.</summary>
internal sealed class CopiedBlobWriter(MediaObjectId id, IReadOnlyList<Place> places, List<(Place Place, IBlobWriter Writer)> writers, IStorageDebts debts) : IBlobWriter
{
    public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct) => Each((writer, token) => writer.Append(bytes, token), ct);

    public async ValueTask Commit(CancellationToken ct)
    {
        await Each((writer, token) => writer.Commit(token), ct);
        foreach (var place in places.Where(p => writers.All(w => w.Place != p)))
        {
            await debts.Owe(new StorageDebt(id, place.Name, Owed.Copy, null), ct); // before anybody is told that it is stored
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, writer) in writers)
        {
            await writer.DisposeAsync();
        }
    }

    /// <summary>At once: a bucket and a folder need not wait for each other.</summary>
    private async ValueTask Each(Func<IBlobWriter, CancellationToken, ValueTask> act, CancellationToken ct)
    {
        var failures = await Task.WhenAll(writers.Select(async w =>
        {
            try
            {
                await act(w.Writer, ct);
                return null;
            }
            catch (Exception failed) when (Place.IsItsFault(failed))
            {
                w.Place.Failed(failed);
                return failed;
            }
        }));
        if (failures.All(f => f is not null))
        {
            throw failures[0]!;
        }

        for (var i = failures.Length - 1; i >= 0; i--)
        {
            if (failures[i] is not null)
            {
                var given = writers[i].Writer;
                writers.RemoveAt(i);
                await given.DisposeAsync();
            }
        }
    }
}
