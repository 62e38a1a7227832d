using Amazon.S3;

namespace RecordsManager.Storage.S3;

internal static class S3Metadata
{
    /// <summary>Null: there is no such object.</summary>
    internal static async Task<long?> Length(S3Place place, string key, CancellationToken ct)
    {
        try
        {
            return (await place.Client.GetObjectMetadataAsync(place.Bucket, key, ct)).ContentLength;
        }
        catch (AmazonS3Exception refused) when (S3Calls.IsMissing(refused))
        {
            return null;
        }
    }
}
