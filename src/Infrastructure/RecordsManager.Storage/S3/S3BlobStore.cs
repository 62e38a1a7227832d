using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.S3;

/// <summary>Objects of an S3-compatible store, under <c>prefix/objects/ab/cd/</c>: the names that files have.</summary>
internal sealed class S3BlobStore(S3Place place) : IBlobPlace, IDisposable
{
    private readonly string _objects = place.Prefix + "objects/";
    private readonly S3Conditions _conditions = new(place);

    internal PartBuffers Buffers { get; } = new();

    public ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IBlobWriter>(new S3BlobWriter(place, KeyOf(id), _conditions, Buffers));
    }

    public async ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct) => await S3BlobReader.Open(place, KeyOf(id), ct);

    /// <remarks>At least three requests: unfinished uploads of that name, the deletion, and whether it is gone.</remarks>
    public async ValueTask Delete(MediaObjectId id, CancellationToken ct) => await S3Calls.Do(
        async limit =>
        {
            var key = KeyOf(id);
            await foreach (var upload in Unfinished(key, limit))
            {
                await Abort(upload, limit);
            }

            await new S3Deletion(place).Delete(key, limit);
            return await S3Metadata.Length(place, key, limit) is null
                ? true
                : throw new StorageUnavailableException("an object is still there after its deletion", new IOException());
        }, ct);

    /// <remarks>GOVERNANCE: an administrator of the store with the right to bypass it can, which COMPLIANCE would deny to a court as well.</remarks>
    public async ValueTask<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct) => await S3Calls.Do(
        async limit =>
        {
            var retention = new ObjectLockRetention { Mode = ObjectLockRetentionMode.Governance, RetainUntilDate = until.UtcDateTime };
            try
            {
                await place.Client.PutObjectRetentionAsync(new PutObjectRetentionRequest { BucketName = place.Bucket, Key = KeyOf(id), Retention = retention }, limit);
                return true;
            }
            catch (AmazonS3Exception refused) when (S3Calls.IsMissing(refused))
            {
                return false;
            }
        }, ct);

    public async IAsyncEnumerable<BlobListing> List([EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = place.Bucket, Prefix = _objects };
        while (true)
        {
            var page = await S3Calls.Do(limit => place.Client.ListObjectsV2Async(request, limit), ct);
            foreach (var found in page.S3Objects ?? [])
            {
                if (BlobName.Read(found.Key[_objects.Length..]) is { } id)
                {
                    yield return new BlobListing(id, found.Size ?? 0);
                }
            }

            if (page.IsTruncated is not true)
            {
                yield break;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public async ValueTask<int> DeleteUnfinished(DateTimeOffset startedBefore, CancellationToken ct) => await S3Calls.Do(
        async limit =>
        {
            var deleted = 0;
            await foreach (var upload in Unfinished(_objects, limit))
            {
                if (upload.Initiated?.ToUniversalTime() < startedBefore.UtcDateTime)
                {
                    await Abort(upload, limit);
                    deleted++;
                }
            }

            return deleted;
        }, ct);

    public void Dispose() => _conditions.Dispose();

    private string KeyOf(MediaObjectId id) => _objects + BlobName.Of(id);

    private async IAsyncEnumerable<MultipartUpload> Unfinished(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListMultipartUploadsRequest { BucketName = place.Bucket, Prefix = prefix };
        while (true)
        {
            var page = await place.Client.ListMultipartUploadsAsync(request, ct);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                yield return upload;
            }

            if (page.IsTruncated is not true)
            {
                yield break;
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    private async Task Abort(MultipartUpload upload, CancellationToken ct)
    {
        try
        {
            await place.Client.AbortMultipartUploadAsync(place.Bucket, upload.Key, upload.UploadId, ct);
        }
        catch (AmazonS3Exception gone) when (S3Calls.IsMissing(gone))
        {
            // its writer was faster
        }
    }
}
