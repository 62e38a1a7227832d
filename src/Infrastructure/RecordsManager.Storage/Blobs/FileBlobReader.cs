using Microsoft.Win32.SafeHandles;

namespace RecordsManager.Storage.Blobs;

/// <summary>Reads by offset, without a position, hence from any thread. Synchronous: a segment in the page cache takes 10 µs.</summary>
internal sealed class FileBlobReader(SafeFileHandle handle) : IBlobReader
{
    public long Length { get; } = RandomAccess.GetLength(handle);

    public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(RandomAccess.Read(handle, buffer.Span, offset));
    }

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        return default;
    }
}
