using System.Diagnostics;

namespace RecordsManager.TestSupport;

/// <summary>
/// A PostgreSQL of a test's own, durable, that can be stopped and started again under one address: a link in a folder of ours
/// leads to the socket that it listens on now.
/// </summary>
public sealed class StoppableCluster : IAsyncDisposable
{
    private const int Port = 5432;

    private readonly string _folder = Directory.CreateTempSubdirectory("records-cluster-").FullName;
    private readonly string _link;

    private StoppableCluster()
    {
        _link = Path.Combine(_folder, $".s.PGSQL.{Port}");
        AppDomain.CurrentDomain.ProcessExit += OnExit; // it is no throwaway: nobody else would end it
    }

    /// <summary>Of the superuser; stays the same over a restart.</summary>
    public string ConnectionString { get; private set; } = "";

    private string Cluster => Path.Combine(_folder, "postgres");

    public static async Task<StoppableCluster> Create()
    {
        var cluster = new StoppableCluster();
        await Run("chmod", "711", cluster._folder); // PostgreSQL's account has to pass
        await cluster.Start();
        return cluster;
    }

    public async Task Start()
    {
        var given = new Npgsql.NpgsqlConnectionStringBuilder((await Script("start")).Trim());
        File.Delete(_link);
        File.CreateSymbolicLink(_link, Path.Combine(given.Host!, $".s.PGSQL.{given.Port}"));
        Npgsql.NpgsqlConnection.ClearAllPools(); // those of this process, which would be found broken one by one
        (given.Host, given.Port) = (_folder, Port);
        ConnectionString = given.ConnectionString;
    }

    public Task Stop() => Script("stop");

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private void OnExit(object? sender, EventArgs e) => Stop().GetAwaiter().GetResult();

    private Task<string> Script(string verb) => Run(Path.Combine(Fixtures.Repository, "deploy/local/postgres.sh"), verb, Cluster);

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var reason = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? answer : throw new InvalidOperationException($"{Path.GetFileName(program)} {arguments[0]}: {await reason}");
    }
}
