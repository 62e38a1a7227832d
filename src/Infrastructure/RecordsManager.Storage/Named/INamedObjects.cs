using System.Text;

namespace RecordsManager.Storage.Named;

/// <summary>Small texts under names with slashes: in a folder, or in a bucket.</summary>
internal interface INamedObjects
{
    /// <summary>What has this name is replaced; durable when it returns.</summary>
    Task Write(string name, string text, CancellationToken ct);

    /// <summary>The names that begin with <paramref name="prefix"/>, which ends with a slash.</summary>
    Task<IReadOnlyList<string>> List(string prefix, CancellationToken ct);

    /// <summary>Null when there is none.</summary>
    Task<string?> Read(string name, CancellationToken ct);
}

internal static class NamedObjects
{
    private const string Bucket = "s3://";

    /// <param name="where">A folder, or <c>s3://bucket/prefix</c>.</param>
    public static INamedObjects Open(string where)
    {
        if (!where.StartsWith(Bucket, StringComparison.Ordinal))
        {
            return new NamedFolder(where);
        }

        var (bucket, prefix) = where[Bucket.Length..].Split('/', 2) is [var name, var below] ? (name, below.TrimEnd('/')) : (where[Bucket.Length..], "");
        return new NamedBucket(NamedBucket.Connect(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3")), bucket, prefix.Length == 0 ? "" : prefix + "/");
    }

    /// <summary>Is this how a store that is down, full or unwilling shows itself?</summary>
    public static bool IsOutOfReach(Exception failed) =>
        failed is IOException or UnauthorizedAccessException or HttpRequestException or Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or TimeoutException;

    internal static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text), writable: false);
}
