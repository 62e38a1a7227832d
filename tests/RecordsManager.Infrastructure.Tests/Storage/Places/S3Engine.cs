using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.ProductSupport;
using RecordsManager.Storage.S3;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

[CollectionDefinition(nameof(CephEngine))]
public sealed class CephCollection : ICollectionFixture<CephEngine>;

[CollectionDefinition(nameof(SwiftEngine))]
public sealed class SwiftCollection : ICollectionFixture<SwiftEngine>;

public sealed class CephEngine() : S3Engine(S3Daemon.Ceph);

public sealed class SwiftEngine() : S3Engine(S3Daemon.Swift);

/// <summary>One engine for all tests that need it; they keep apart by what their names begin with.</summary>
public abstract class S3Engine(Func<Task<S3Daemon>> start) : IAsyncLifetime
{
    private S3Daemon _daemon = null!;

    public string? Missing => _daemon.Missing;

    public int Port => _daemon.Port;

    public string Endpoint => _daemon.Endpoint;

    public static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public async ValueTask InitializeAsync() => _daemon = await start();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _daemon.DisposeAsync();
    }

    public AmazonS3Client Client(string endpoint)
    {
        var configuration = S3Place.Configuration(endpoint);
        configuration.MaxErrorRetry = 3;
        return _daemon.Client(configuration);
    }

    internal static S3Place Place(AmazonS3Client client) => new(client, S3Daemon.Bucket, $"t-{Guid.NewGuid():n}/");

    internal static async Task<S3Place> LockingPlace(AmazonS3Client client)
    {
        var bucket = $"locking-{Guid.NewGuid():n}";
        await client.PutBucketAsync(new PutBucketRequest { BucketName = bucket, ObjectLockEnabledForBucket = true });
        return new S3Place(client, bucket, "", Locks: true);
    }
}
