using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

/// <summary>A real folder that a test can switch off between one call and the next, or put under lock.</summary>
internal sealed class SwitchedPlace(IBlobPlace inner) : IBlobPlace
{
    public bool IsDown { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Calls of Create: whoever rests is not asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Lets a test stand between the beginning of a copy and its end.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    public async ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct)
    {
        Asked++;
        ThrowIfDown();
        return new Writer(this, await inner.Create(id, ct));
    }

    public async ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct)
    {
        ThrowIfDown();
        return await inner.Open(id, ct) is { } reader ? new Reader(this, reader) : null;
    }

    public ValueTask Delete(MediaObjectId id, CancellationToken ct)
    {
        ThrowIfDown();
        return LockedUntil is { } until ? throw new BlobLockedException(until) : inner.Delete(id, ct);
    }

    public ValueTask<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct)
    {
        ThrowIfDown();
        return inner.Lock(id, until, ct);
    }

    public IAsyncEnumerable<BlobListing> List(CancellationToken ct) => inner.List(ct);

    public ValueTask<int> DeleteUnfinished(DateTimeOffset startedBefore, CancellationToken ct) => inner.DeleteUnfinished(startedBefore, ct);

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StorageUnavailableException("switched off", new IOException());
        }
    }

    private sealed class Writer(SwitchedPlace place, IBlobWriter inner) : IBlobWriter
    {
        public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            place.ThrowIfDown();
            return inner.Append(bytes, ct);
        }

        public async ValueTask Commit(CancellationToken ct)
        {
            place.ThrowIfDown();
            if (place.BeforeCommit is { } act)
            {
                place.BeforeCommit = null;
                await act();
            }

            await inner.Commit(ct);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Reader(SwitchedPlace place, IBlobReader inner) : IBlobReader
    {
        public long Length => inner.Length;

        public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
        {
            place.ThrowIfDown();
            return inner.Read(offset, buffer, ct);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
