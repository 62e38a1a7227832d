using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.S3;

/// <summary>In a bucket that keeps versions, which object lock needs, a deletion hides and no more: each version has to go by itself.</summary>
internal sealed class S3Deletion(S3Place place)
{
    /// <exception cref="BlobLockedException">A version is still under lock; it stays hidden behind a delete marker.</exception>
    internal async Task Delete(string key, CancellationToken ct)
    {
        var deleted = await place.Client.DeleteObjectAsync(place.Bucket, key, ct);
        if (place.Locks || deleted.VersionId is { Length: > 0 })
        {
            await DeleteVersions(key, ct);
        }
    }

    private async Task DeleteVersions(string key, CancellationToken ct)
    {
        var versions = await Of(key, ct);
        foreach (var version in versions.OrderBy(v => v.IsDeleteMarker is true)) // markers last: taken away first, what they hide would come back
        {
            try
            {
                await place.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = place.Bucket, Key = key, VersionId = version.VersionId }, ct);
            }
            catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Forbidden)
            {
                var about = await place.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = place.Bucket, Key = key, VersionId = version.VersionId }, ct);
                if (about.ObjectLockRetainUntilDate is { } until)
                {
                    throw new BlobLockedException(new DateTimeOffset(until.ToUniversalTime()), refused);
                }

                throw;
            }
        }
    }

    private async Task<List<S3ObjectVersion>> Of(string key, CancellationToken ct)
    {
        List<S3ObjectVersion> found = [];
        var request = new ListVersionsRequest { BucketName = place.Bucket, Prefix = key };
        while (true)
        {
            var page = await place.Client.ListVersionsAsync(request, ct);
            found.AddRange((page.Versions ?? []).Where(v => v.Key == key));
            if (page.IsTruncated is not true)
            {
                return found;
            }

            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
    }
}
