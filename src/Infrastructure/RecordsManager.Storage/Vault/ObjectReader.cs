using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Floe;

namespace RecordsManager.Storage.Vault;

internal sealed class ObjectReader(FloeReader floe, IBlobReader blob, OpenObjects open) : IObjectReader
{
    public long Length => floe.Length;

    internal bool IsRevoked => floe.IsRevoked;

    public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct) => floe.Read(offset, buffer, ct);

    public Task CopyTo(long offset, long length, Stream destination, CancellationToken ct) =>
        floe.CopyTo(offset, length, destination, ct);

    public ValueTask DisposeAsync()
    {
        open.Remove(floe);
        floe.Dispose();
        return blob.DisposeAsync();
    }
}
