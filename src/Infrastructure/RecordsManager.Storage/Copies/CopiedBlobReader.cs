using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Copies;

/// <summary>Goes on from another place when the one it reads from fails: a player does not notice.</summary>
internal sealed class CopiedBlobReader(MediaObjectId id, Place place, IBlobReader reader, IReadOnlyList<Place> places) : IBlobReader
{
    private readonly SemaphoreSlim _changing = new(1);
    private (Place Place, IBlobReader Reader) _current = (place, reader);
    private readonly List<IBlobReader> _left = [];

    public long Length { get; } = reader.Length;

    public async ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        while (true)
        {
            var current = _current;
            try
            {
                return await current.Reader.Read(offset, buffer, ct);
            }
            catch (Exception failed) when (Place.IsItsFault(failed))
            {
                current.Place.Failed(failed);
                if (!await Change(current.Place, ct))
                {
                    throw;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _current.Reader.DisposeAsync();
        foreach (var left in _left)
        {
            await left.DisposeAsync();
        }

        _changing.Dispose();
    }

    /// <summary>Each place is left once: when all have failed, the read fails.</summary>
    private async ValueTask<bool> Change(Place failed, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            if (_current.Place != failed)
            {
                return true; // another caller changed it meanwhile
            }

            if (_left.Count == places.Count - 1)
            {
                return false;
            }

            foreach (var other in places.Where(p => p != failed))
            {
                if (await other.Store.Open(id, ct) is not { } reader)
                {
                    continue;
                }

                _left.Add(_current.Reader); // others may be reading from it at this moment
                _current = (other, reader);
                return reader.Length == Length;
            }

            return false;
        }
        catch (Exception alsoFailed) when (Place.IsItsFault(alsoFailed))
        {
            return false;
        }
        finally
        {
            _changing.Release();
        }
    }
}
