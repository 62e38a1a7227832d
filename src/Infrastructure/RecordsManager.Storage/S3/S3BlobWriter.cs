using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.S3;

/// <summary>
/// Length unknown, one part in memory: a part goes out when more follows it, so that what fits into one is one PUT. The
/// protocol ends at 10,000 parts, here 48.8 GiB.
/// </summary>
internal sealed class S3BlobWriter(S3Place place, string key, S3Conditions conditions, PartBuffers buffers) : IBlobWriter
{
    private readonly List<PartETag> _parts = [];
    private byte[]? _buffer = buffers.Rent();
    private int _filled;
    private string? _upload;
    private bool _committed;

    public async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == PartBuffers.PartLength)
            {
                await S3Calls.Do(SendPart, ct);
            }

            var taken = Math.Min(bytes.Length, PartBuffers.PartLength - _filled);
            bytes[..taken].CopyTo(_buffer.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    public async ValueTask Commit(CancellationToken ct)
    {
        await S3Calls.Do<bool>(_upload is null ? PutWhole : Finish, ct);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_buffer is null)
        {
            return;
        }

        buffers.Return(_buffer);
        _buffer = null;
        if (!_committed && _upload is not null)
        {
            try
            {
                await S3Calls.Do(Abort, CancellationToken.None);
            }
            catch (StorageUnavailableException)
            {
                // Whoever writes has been told already; what is left is found by the blob's deletion, or by the janitor.
            }
        }
    }

    private async Task<bool> SendPart(CancellationToken ct)
    {
        _upload ??= (await place.Client.InitiateMultipartUploadAsync(place.Bucket, key, ct)).UploadId;
        var number = _parts.Count + 1;
        using var content = Content();
        var sent = await place.Client.UploadPartAsync(
            new UploadPartRequest { BucketName = place.Bucket, Key = key, UploadId = _upload, PartNumber = number, PartSize = _filled, InputStream = content, UseChunkEncoding = false }, ct);
        _parts.Add(new PartETag(number, sent.ETag));
        _filled = 0;
        return true;
    }

    private async Task<bool> PutWhole(CancellationToken ct)
    {
        var enforced = await RefuseIfTaken(ct);
        using var content = Content();
        var request = new PutObjectRequest { BucketName = place.Bucket, Key = key, InputStream = content, UseChunkEncoding = false, IfNoneMatch = enforced ? "*" : null };
        try
        {
            await place.Client.PutObjectAsync(request, ct);
            return true;
        }
        catch (AmazonS3Exception refused) when (S3Calls.IsTaken(refused))
        {
            throw new BlobExistsException(refused);
        }
    }

    private async Task<bool> Finish(CancellationToken ct)
    {
        await SendPart(ct);
        var enforced = await RefuseIfTaken(ct);
        try
        {
            await place.Client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = place.Bucket, Key = key, UploadId = _upload, PartETags = _parts, IfNoneMatch = enforced ? "*" : null }, ct);
        }
        catch (AmazonS3Exception refused) when (S3Calls.IsTaken(refused))
        {
            throw new BlobExistsException(refused);
        }

        return true;
    }

    private async Task<bool> Abort(CancellationToken ct)
    {
        await place.Client.AbortMultipartUploadAsync(place.Bucket, key, _upload, ct);
        return true;
    }

    /// <summary>
    /// Asked where the store does not refuse by itself, and before the end of an upload in parts, where some stores refuse and
    /// others do not: one more request, and a moment in which two writers of the same id would both pass.
    /// </summary>
    private async ValueTask<bool> RefuseIfTaken(CancellationToken ct)
    {
        var enforced = await conditions.AreEnforced(ct);
        if ((!enforced || _upload is not null) && await S3Metadata.Length(place, key, ct) is not null)
        {
            throw new BlobExistsException();
        }

        return enforced;
    }

    private MemoryStream Content() => new(_buffer!, 0, _filled, writable: false);
}
