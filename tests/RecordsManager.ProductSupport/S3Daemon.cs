using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using RecordsManager.TestSupport;

namespace RecordsManager.ProductSupport;

/// <summary>A real S3 engine of a test's own, with one bucket, which can be stopped and started again under one address.</summary>
public sealed class S3Daemon : IAsyncDisposable
{
    public const string Bucket = "records";

    private readonly string _script;
    private readonly string _folder = Directory.CreateTempSubdirectory("records-s3-").FullName;

    private S3Daemon(string script, string program, string key, string secret)
    {
        _script = Path.GetFullPath(Path.Combine(Fixtures.Repository, "../shared/tools", script));
        (Key, Secret) = (key, secret);
        Missing = File.Exists(_script) && File.Exists(program) ? null : $"{Path.GetFileName(program)} is not installed here, or {script} is not beside the clone.";
    }

    /// <summary>Why it cannot run here; null when it does.</summary>
    public string? Missing { get; }

    public string Key { get; }

    public string Secret { get; }

    public int Port { get; private set; }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>Ceph's gateway over one monitor and one storage daemon, in memory: what it had is gone when it was stopped.</summary>
    public static Task<S3Daemon> Ceph() => Started(new S3Daemon("start-ceph-s3.sh", "/usr/bin/radosgw", "labkey", "labsecret"));

    /// <summary>OpenStack Swift with its S3 interface; keeps what it has in files.</summary>
    public static Task<S3Daemon> Swift() => Started(new S3Daemon("start-swift-s3.sh", "/usr/bin/swift-proxy-server", "test:tester", "testing"));

    public async Task Start() => await Run("start", _folder, Port.ToString(CultureInfo.InvariantCulture));

    public async Task Stop() => await Run("stop", _folder);

    public AmazonS3Client Client(AmazonS3Config configuration) => new(new BasicAWSCredentials(Key, Secret), configuration);

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            await Stop();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<S3Daemon> Started(S3Daemon daemon)
    {
        if (daemon.Missing is null)
        {
            daemon.Port = FreePorts();
            await daemon.Start();
            await daemon.MakeBucket();
        }

        return daemon;
    }

    private async Task MakeBucket()
    {
        using var client = Client(new AmazonS3Config { ServiceURL = Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
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
            throw new InvalidOperationException($"{Path.GetFileName(_script)} {arguments[0]} ended with {process.ExitCode}.");
        }
    }
}
