using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace RecordsManager.Storage.Checkpoints;

/// <summary>
/// Objects of an S3-compatible store. Credentials and region are the SDK's own (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
/// AWS_REGION, or a role); AWS_ENDPOINT_URL_S3 names a store that is not Amazon's.
/// </summary>
internal sealed class CheckpointBucket(IAmazonS3 store, string bucket, string prefix) : ICheckpointTarget
{
    /// <param name="endpoint">Null: Amazon's.</param>
    public static IAmazonS3 Connect(string? endpoint)
    {
        // Checksums only where the protocol demands them: the stores of others refuse the SDK's trailing ones.
        var config = new AmazonS3Config { RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED, Timeout = TimeSpan.FromSeconds(20), MaxErrorRetry = 2 };
        if (endpoint is not null)
        {
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint, true, Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1");
        }

        return new AmazonS3Client(config);
    }

    public async Task Write(string name, string text, CancellationToken ct)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        await store.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = prefix + name, InputStream = content, ContentType = "text/plain; charset=utf-8", UseChunkEncoding = false }, ct);
    }
}
