using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Floe;

namespace RecordsManager.Storage.Vault;

internal sealed class ObjectWriter(ObjectSpec spec, FloeWriter floe, IBlobWriter blob, IObjectRows rows, IObjectVault vault) : IObjectWriter
{
    private readonly ObjectBody _body = new(floe);
    private bool _stored;
    private bool _disposed;

    public Stream Body => _body;

    public async Task<StoredObject> Complete(CancellationToken ct)
    {
        await floe.Finish(ct);
        await blob.Commit(ct);
        var stored = new StoredObject(spec.Id, _body.Position, floe.CipherLength, _body.FinishHash());
        await rows.MarkStored(spec.Organization, stored, ct); // last: a row that says stored has its bytes on the disk
        _stored = true;
        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        floe.Dispose();
        _body.Release();
        await blob.DisposeAsync();
        if (!_stored)
        {
            await vault.Destroy(spec.Organization, [spec.Id], CancellationToken.None);
        }
    }
}
