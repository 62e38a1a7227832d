using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Storage.Blobs;

/// <summary>Where ciphertext lies. It knows nothing of keys; what it holds is worthless without the rows.</summary>
public interface IBlobStore
{
    /// <exception cref="StorageFullException">No room.</exception>
    /// <exception cref="StorageUnavailableException">The store is down, or refuses.</exception>
    ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct);

    /// <summary>Null when there is none, or none that was committed.</summary>
    /// <exception cref="StorageUnavailableException">The store is down, or refuses.</exception>
    ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct);

    /// <summary>Removes the blob and what an interrupted writer left of it, and looks whether it is gone. One that is missing is as good as deleted.</summary>
    /// <exception cref="StorageUnavailableException">The store is down, or refuses.</exception>
    /// <exception cref="BlobLockedException">The store keeps it until a day.</exception>
    ValueTask Delete(MediaObjectId id, CancellationToken ct);
}

/// <summary>One place in which blobs lie: a folder or a bucket.</summary>
public interface IBlobPlace : IBlobStore
{
    /// <summary>What was committed, in no order; what is written or deleted meanwhile may be there or not.</summary>
    IAsyncEnumerable<BlobListing> List(CancellationToken ct);

    /// <summary>Object lock: keeps the blob from being deleted before that moment, by us too, where the place can. A lock is only ever made longer.</summary>
    /// <returns>False: there is no such blob here.</returns>
    /// <exception cref="StorageUnavailableException">The store is down, or refuses.</exception>
    ValueTask<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct);

    /// <summary>Removes what writers left that began before and never ended.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> DeleteUnfinished(DateTimeOffset startedBefore, CancellationToken ct);
}

public readonly record struct BlobListing(MediaObjectId Id, long Length);

/// <summary>Dispose without Commit removes what was appended.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <exception cref="StorageFullException">No room.</exception>
    /// <exception cref="StorageUnavailableException">The store is down, or refuses.</exception>
    ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Makes the blob durable, and visible under its name.</summary>
    /// <exception cref="BlobExistsException">There is one of that name already; it stays as it is.</exception>
    ValueTask Commit(CancellationToken ct);
}

/// <summary>Safe for concurrent use.</summary>
public interface IBlobReader : IAsyncDisposable
{
    long Length { get; }

    /// <summary>May read less than asked; 0 at the end.</summary>
    ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct);
}

/// <summary>The volume or the quota is full: a matter for the operator, and worth a retry once there is room.</summary>
public sealed class StorageFullException(Exception inner) : StoreOutageException("There is no room left in the object store.", inner);

/// <summary>The store does not answer, or does not let us in: worth a retry, and a matter for the operator if it stays.</summary>
public sealed class StorageUnavailableException(string what, Exception inner) : StoreOutageException($"The object store cannot be used: {what}.", inner);

/// <summary>An object is never encrypted anew under its id.</summary>
public sealed class BlobExistsException(Exception? inner = null) : IOException("There is a blob of that name already.", inner);

/// <summary>Object lock: neither we nor anybody with our rights can delete it before that day.</summary>
public sealed class BlobLockedException(DateTimeOffset until, Exception? inner = null) : IOException("The object store keeps the blob under lock.", inner)
{
    public DateTimeOffset Until { get; } = until;
}
