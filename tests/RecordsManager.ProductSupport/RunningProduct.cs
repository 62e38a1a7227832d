using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using RecordsManager.TestSupport;

namespace RecordsManager.ProductSupport;

/// <summary>
/// The product as its user has it: its own process, database, data folder and port. It can be killed and started again on
/// the same data.
/// </summary>
public sealed class RunningProduct : IAsyncDisposable
{
    /// <summary>Seeded once by the product itself, then copied: a second process for each start was a fifth of the whole run.</summary>
    private static readonly Lazy<Task<(TestDatabase Database, string Data)>> WithSample = new(() => Seed("seed"));
    private static readonly Lazy<Task<(TestDatabase Database, string Data)>> WithoutSample = new(() => Seed("seed", "--no-sample"));

    private readonly TestDatabase _database;
    private readonly bool _isFirst;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _server;

    private RunningProduct(TestDatabase database, string data, bool isFirst = true, IReadOnlyDictionary<string, string>? environment = null)
    {
        _environment = environment ?? new Dictionary<string, string>();
        _isFirst = isFirst;
        _database = database;
        DataFolder = data;
        Port = FreePort();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(BaseUrl) };
    }

    public string DataFolder { get; }

    public int Port { get; }

    public string BaseUrl => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public TestDatabase Database => _database;

    /// <summary>Speaks with the admin's API key once the product is seeded.</summary>
    public HttpClient Http { get; }

    public string ApiKey => File.ReadAllText(Path.Combine(DataFolder, "admin-api-key")).Trim();

    public int ProcessId => _server!.Id;

    /// <param name="withSample">Announces the sample call with the consents of Alice and Bob; its bytes still have to be ingested.</param>
    /// <param name="cluster">Where the test stops its database; otherwise the run's.</param>
    /// <param name="environment">Variables of its own; the seeded data were made without them.</param>
    public static async Task<RunningProduct> Start(bool withSample = false, StoppableCluster? cluster = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (cluster is not null)
        {
            return await Seeded(cluster);
        }

        var (seeded, seededData) = await (withSample ? WithSample : WithoutSample).Value;
        var product = new RunningProduct(await seeded.Clone(), Directory.CreateTempSubdirectory("records-product-").FullName, environment: environment);
        foreach (var file in Directory.EnumerateFiles(seededData, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(product.DataFolder, Path.GetRelativePath(seededData, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy); // with its mode: key files are their owner's only
        }

        product.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.ApiKey);
        await product.Serve();
        return product;
    }

    /// <summary>One with variables of its own, which count when it is seeded as well.</summary>
    public static async Task<RunningProduct> StartIn(IReadOnlyDictionary<string, string> environment)
    {
        var product = new RunningProduct(await TestDatabase.Create(), Directory.CreateTempSubdirectory("records-product-").FullName, environment: environment);
        await product.Run(["seed"]);
        product.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.ApiKey);
        await product.Serve();
        return product;
    }

    /// <summary>Nothing to copy from: the cluster is new.</summary>
    private static async Task<RunningProduct> Seeded(StoppableCluster cluster)
    {
        var product = new RunningProduct(await TestDatabase.Create(cluster), Directory.CreateTempSubdirectory("records-product-").FullName);
        await product.Run(["seed", "--no-sample"]);
        product.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.ApiKey);
        await product.Serve();
        return product;
    }

    /// <summary>A second process on the same database and data: what a load balancer would have beside this one. Ends before this one.</summary>
    public async Task<RunningProduct> SecondNode()
    {
        var node = new RunningProduct(_database, DataFolder, isFirst: false, _environment);
        node.Http.DefaultRequestHeaders.Authorization = Http.DefaultRequestHeaders.Authorization;
        await node.Serve();
        return node;
    }

    public async Task Serve()
    {
        _server = Process.Start(Command(["serve"]))!;
        Drain(_server);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (_server.HasExited)
            {
                throw new InvalidOperationException("The server ended at once.\n" + Log);
            }

            try
            {
                using var ready = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (ready.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The server does not become ready.\n" + Log);
    }

    /// <summary>What the server wrote to its log so far.</summary>
    public string Log { get; private set; } = "";

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task Kill()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Http.Dispose();
        if (_isFirst)
        {
            await _database.DisposeAsync();
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    private static async Task<(TestDatabase Database, string Data)> Seed(params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("records-seeded-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(data, recursive: true);
        var seeding = new RunningProduct(await TestDatabase.Create(), data, isFirst: false);
        await seeding.Run(arguments);
        await seeding.DisposeAsync();
        return (seeding.Database, data);
    }

    private async Task Run(string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        Drain(process);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{arguments[0]} ended with {process.ExitCode}.\n{Log}");
        }
    }

    private void Drain(Process process)
    {
        process.OutputDataReceived += (_, line) => Log += line.Data + "\n";
        process.ErrorDataReceived += (_, line) => Log += line.Data + "\n";
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private ProcessStartInfo Command(string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name; // debug or release, as this test was built
        var binary = Path.Combine(Fixtures.Repository, ".artifacts/bin/RecordsManager.Web", configuration, "RecordsManager.Web.dll");
        var start = new ProcessStartInfo("dotnet", [binary, .. arguments])
        {
            WorkingDirectory = Path.Combine(Fixtures.Repository, "src/RecordsManager.Web"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RECORDS_DATA"] = DataFolder;
        start.Environment["RECORDS_DB"] = _database.AppConnectionString;
        start.Environment["ASPNETCORE_URLS"] = BaseUrl;
        start.Environment["DOTNET_GCgen0size"] = "0x1000000"; // as run.sh sets it
        start.Environment["RECORDS_SCENE_PRESET"] = "ultrafast"; // half the work; RenderingAScene looks at what users get
        start.Environment["RECORDS_PICTURE_HEIGHTS"] = "720"; // a third of it; ClimbingTheLadder looks at the others
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
