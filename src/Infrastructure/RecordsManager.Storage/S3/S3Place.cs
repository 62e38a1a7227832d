using Amazon.Runtime;
using Amazon.S3;

namespace RecordsManager.Storage.S3;

/// <summary>A bucket, what our names begin with in it, and the client that reaches it.</summary>
/// <param name="Prefix">Empty, or with a slash at its end.</param>
/// <param name="Locks">The bucket was made with object lock, and so keeps versions, whatever it answers to a deletion.</param>
internal sealed record S3Place(IAmazonS3 Client, string Bucket, string Prefix, bool Locks = false)
{
    internal const string Scheme = "s3://";

    /// <summary>A store that keeps us waiting for longer is down: whoever uploads is told so, and can come again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="address"><c>s3://bucket/prefix</c>.</param>
    /// <param name="endpoint">Null: Amazon's.</param>
    internal static S3Place Connect(string address, string? endpoint, bool locks)
    {
        var (bucket, prefix) = address[Scheme.Length..].Split('/', 2) is [var name, var below] ? (name, below.Trim('/')) : (address[Scheme.Length..], "");
        if (bucket.Length == 0)
        {
            throw new InvalidOperationException($"{address} names no bucket; it should read {Scheme}bucket or {Scheme}bucket/prefix.");
        }

        return new S3Place(new AmazonS3Client(Configuration(endpoint)), bucket, prefix.Length == 0 ? "" : prefix + "/", locks);
    }

    internal static AmazonS3Config Configuration(string? endpoint)
    {
        // Checksums only where the protocol demands them: the stores of others refuse the SDK's trailing ones.
        var configuration = new AmazonS3Config
        {
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = Patience,
            MaxErrorRetry = 2,
        };
        if (endpoint is not null)
        {
            (configuration.ServiceURL, configuration.ForcePathStyle) = (endpoint, true);
            configuration.AuthenticationRegion = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        }

        return configuration;
    }
}
