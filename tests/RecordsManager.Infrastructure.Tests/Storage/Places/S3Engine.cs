using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Storage.S3;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

[CollectionDefinition(nameof(CephEngine))]
public sealed class CephCollection : ICollectionFixture<CephEngine>;

[CollectionDefinition(nameof(SwiftEngine))]
public sealed class SwiftCollection : ICollectionFixture<SwiftEngine>;

/// <summary>Ceph's gateway over one monitor and one storage daemon, in memory.</summary>
public sealed class CephEngine() : S3Engine("start-ceph-s3.sh", "/usr/bin/radosgw", "labkey", "labsecret");

/// <summary>OpenStack Swift with its S3 interface.</summary>
public sealed class SwiftEngine() : S3Engine("start-swift-s3.sh", "/usr/bin/swift-proxy-server", "test:tester", "testing");

/// <summary>A real S3 engine, one for all tests that need it; they keep apart by what their names begin with.</summary>
public abstract class S3Engine(string script, string program, string key, string secret) : IAsyncLifetime
{
    private const string Bucket = "records";

    private readonly string _script = Path.GetFullPath(Path.Combine(Fixtures.Repository, "../shared/tools", script));
    private readonly string _folder = Directory.CreateTempSubdirectory("records-s3-").FullName;

    public string? Missing { get; private set; }

    public int Port { get; private set; }

    public string Endpoint => Address(Port);

    public static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(_script) || !File.Exists(program))
        {
            Missing = $"{Path.GetFileName(program)} is not installed here, or {script} is not beside the clone.";
            return;
        }

        Port = FreePorts();
        await Run("start", _folder, Port.ToString(CultureInfo.InvariantCulture));
        using var client = Client(Endpoint);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.PutBucketAsync(Bucket);
                return;
            }
            catch (AmazonS3Exception busy) when (attempt < 120 && busy.StatusCode >= HttpStatusCode.InternalServerError)
            {
                await Task.Delay(500); // up, and not yet ready to work: on a loaded machine Swift asks for patience first
            }
            catch (AmazonS3Exception there) when (attempt > 1 && there.StatusCode == HttpStatusCode.Conflict)
            {
                return; // made by an attempt that was answered with an error
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Missing is null)
        {
            await Run("stop", _folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    public AmazonS3Client Client(string endpoint)
    {
        var configuration = S3Place.Configuration(endpoint);
        configuration.MaxErrorRetry = 3;
        return new AmazonS3Client(new BasicAWSCredentials(key, secret), configuration);
    }

    internal S3Place Place(AmazonS3Client client) => new(client, Bucket, $"t-{Guid.NewGuid():n}/");

    internal async Task<S3Place> LockingPlace(AmazonS3Client client, int days)
    {
        var bucket = $"locking-{Guid.NewGuid():n}";
        await client.PutBucketAsync(new PutBucketRequest { BucketName = bucket, ObjectLockEnabledForBucket = true });
        return new S3Place(client, bucket, "", days);
    }

    /// <summary>The engines take up to five ports in a row.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(12_000, 30_000);
            if (Enumerable.Range(port, 5).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Its output goes to nobody: the daemons it leaves behind would keep a pipe open.</summary>
    private async Task Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", _script, .. arguments]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} {arguments[0]} ended with {process.ExitCode}.");
        }
    }
}
