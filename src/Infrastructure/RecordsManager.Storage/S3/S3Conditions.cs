using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace RecordsManager.Storage.S3;

/// <summary>
/// Whether the store refuses to write over a name when asked (<c>If-None-Match: *</c>). Asked once, by trying it: some stores
/// answer that they cannot, others take the header and do not heed it.
/// </summary>
internal sealed class S3Conditions(S3Place place) : IDisposable
{
    private readonly SemaphoreSlim _asking = new(1);
    private bool? _enforced;

    internal async ValueTask<bool> AreEnforced(CancellationToken ct)
    {
        if (_enforced is { } known)
        {
            return known;
        }

        await _asking.WaitAsync(ct);
        try
        {
            return _enforced ??= await Try(ct);
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<bool> Try(CancellationToken ct)
    {
        var key = $"{place.Prefix}probe-{Guid.NewGuid():n}";
        try
        {
            return await Put(key, ct) && !await Put(key, ct);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest)
        {
            return false;
        }
        finally
        {
            await new S3Deletion(place).Delete(key, CancellationToken.None);
        }
    }

    private async Task<bool> Put(string key, CancellationToken ct)
    {
        try
        {
            using var nothing = new MemoryStream([], writable: false);
            await place.Client.PutObjectAsync(new PutObjectRequest { BucketName = place.Bucket, Key = key, InputStream = nothing, UseChunkEncoding = false, IfNoneMatch = "*" }, ct);
            return true;
        }
        catch (AmazonS3Exception refused) when (S3Calls.IsTaken(refused))
        {
            return false;
        }
    }
}
