using RecordsManager.Domain.Recordings;

namespace RecordsManager.Storage.Blobs;

/// <summary>Where ciphertext lies. It knows nothing of keys; what it holds is worthless without the rows.</summary>
public interface IBlobStore
{
    /// <exception cref="StorageFullException">No room.</exception>
    ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct);

    /// <summary>Null when there is none, or none that was committed.</summary>
    ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct);

    /// <summary>Removes the blob and what an interrupted writer left of it. One that is missing is as good as deleted.</summary>
    ValueTask Delete(MediaObjectId id, CancellationToken ct);
}

/// <summary>Dispose without Commit removes what was appended.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <exception cref="StorageFullException">No room.</exception>
    ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Makes the blob durable, and visible under its name.</summary>
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
public sealed class StorageFullException(Exception inner) : IOException("There is no room left in the object store.", inner);
