using Microsoft.Win32.SafeHandles;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Benchmarks;

/// <summary>A medium as the engine reads it, from a plain file: what is measured is the making, not the decryption.</summary>
internal sealed class MediaFile(string path) : IObjectReader
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, options: FileOptions.RandomAccess);

    public long Length => RandomAccess.GetLength(_file);

    public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct) => RandomAccess.ReadAsync(_file, buffer, offset, ct);

    public Task CopyTo(long offset, long length, Stream destination, CancellationToken ct) => throw new NotSupportedException("The engine reads pieces.");

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
