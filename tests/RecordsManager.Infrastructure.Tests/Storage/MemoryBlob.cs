using RecordsManager.Storage.Blobs;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>A blob without a disk, for the codec's own vectors.</summary>
internal sealed class MemoryBlob(byte[]? bytes = null) : IBlobReader, IBlobWriter
{
    private readonly List<byte> _bytes = [.. bytes ?? []];

    public byte[] Bytes => [.. _bytes];

    public long Length => _bytes.Count;

    public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _bytes.AddRange(bytes.Span);
        return default;
    }

    public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        var length = (int)Math.Min(buffer.Length, Math.Max(0, _bytes.Count - offset));
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes).Slice((int)offset, length).CopyTo(buffer.Span);
        return ValueTask.FromResult(length);
    }

    public ValueTask Commit(CancellationToken ct) => default;

    public ValueTask DisposeAsync() => default;
}
