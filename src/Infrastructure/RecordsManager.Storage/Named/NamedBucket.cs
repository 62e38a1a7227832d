using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Storage.S3;

namespace RecordsManager.Storage.Named;

/// <summary>
/// Objects of an S3-compatible store. Credentials and region are the SDK's own (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
/// AWS_REGION, or a role); AWS_ENDPOINT_URL_S3 names a store that is not Amazon's.
/// </summary>
internal sealed class NamedBucket(IAmazonS3 store, string bucket, string prefix) : INamedObjects
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
        using var content = NamedObjects.Bytes(text);
        await S3Calls.Do(token => store.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = prefix + name, InputStream = content, ContentType = "text/plain; charset=utf-8", UseChunkEncoding = false }, token), ct);
    }

    public async Task<IReadOnlyList<string>> List(string wanted, CancellationToken ct)
    {
        List<string> names = [];
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix + wanted };
        ListObjectsV2Response page;
        do
        {
            page = await S3Calls.Do(token => store.ListObjectsV2Async(request, token), ct);
            names.AddRange((page.S3Objects ?? []).Select(o => o.Key[prefix.Length..]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated is true);

        return names;
    }

    public async Task<string?> Read(string name, CancellationToken ct) => await S3Calls.Do<string?>(
        async token =>
        {
            try
            {
                using var found = await store.GetObjectAsync(bucket, prefix + name, token);
                using var reader = new StreamReader(found.ResponseStream);
                return await reader.ReadToEndAsync(token);
            }
            catch (AmazonS3Exception missing) when (S3Calls.IsMissing(missing))
            {
                return null;
            }
        },
        ct);
}
