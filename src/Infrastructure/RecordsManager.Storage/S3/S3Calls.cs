using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.S3;

/// <summary>What goes wrong on the way to a bucket, said in the port's words.</summary>
internal static class S3Calls
{
    private static readonly string[] Full = ["QuotaExceeded", "InsufficientStorage", "XMinioStorageFull"];

    internal static async Task<T> Do<T>(Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        // The client's own limit ends with the answer's headers; a body that never comes is waited for no longer either.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(S3Place.Patience * 4);
        try
        {
            return await call(limit.Token);
        }
        catch (AmazonS3Exception refused) when (Full.Contains(refused.ErrorCode) || refused.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new StorageFullException(refused);
        }
        catch (AmazonServiceException refused)
        {
            throw new StorageUnavailableException(refused.ErrorCode ?? refused.StatusCode.ToString(), refused);
        }
        catch (Exception down) when (down is AmazonClientException or HttpRequestException or TimeoutException || (down is IOException and not StorageUnavailableException and not StorageFullException and not BlobExistsException and not BlobLockedException))
        {
            throw new StorageUnavailableException("no answer", down);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new StorageUnavailableException("no answer in time", late);
        }
    }

    /// <summary>An object that is not there, as against a bucket that is not there.</summary>
    internal static bool IsMissing(AmazonS3Exception refused) =>
        refused.StatusCode == HttpStatusCode.NotFound && refused.ErrorCode is not "NoSuchBucket";

    internal static bool IsTaken(AmazonS3Exception refused) =>
        refused.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict;
}
