using System.Diagnostics;
using Npgsql;

namespace RecordsManager.TestSupport;

/// <summary>A database of its own, with every migration applied: a clone of the run's template, dropped when it is disposed.</summary>
/// <remarks>As <c>IClassFixture&lt;DatabaseFixture&gt;</c> there is one per test class.</remarks>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _admin;

    private TestDatabase(string admin, string name)
    {
        _admin = admin;
        Name = name;
        SuperuserConnectionString = DatabaseTemplate.As(admin, name);
        OwnerConnectionString = DatabaseTemplate.As(admin, name, DatabaseTemplate.Owner);
        AppConnectionString = DatabaseTemplate.As(admin, name, DatabaseTemplate.App);
    }

    public string Name { get; }

    /// <summary>What the server uses: owns nothing, so that row-level security holds for it.</summary>
    public string AppConnectionString { get; }

    /// <summary>What the verb <c>migrate</c> uses.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>For looking behind the curtain; row-level security does not hold for it.</summary>
    public string SuperuserConnectionString { get; }

    public static Task<TestDatabase> Create(CancellationToken ct = default) =>
        Create(Path.Combine(Fixtures.Repository, "migrations"), ct);

    public static async Task<TestDatabase> Create(string migrations, CancellationToken ct) => await Create(await TestCluster.Find(ct), migrations, ct);

    /// <summary>On a cluster that the test may stop.</summary>
    public static Task<TestDatabase> Create(StoppableCluster cluster) =>
        Create(cluster.ConnectionString, Path.Combine(Fixtures.Repository, "migrations"), CancellationToken.None);

    private static async Task<TestDatabase> Create(string admin, string migrations, CancellationToken ct)
    {
        var template = await DatabaseTemplate.Ensure(admin, migrations, ct);
        var name = $"records_test_{Guid.NewGuid():N}";
        await using var server = await DatabaseTemplate.Open(admin, ct);
        await DatabaseTemplate.Execute(server, $"CREATE DATABASE {name} TEMPLATE {template} OWNER {DatabaseTemplate.Owner}", ct);
        await DatabaseTemplate.Execute(server, $"REVOKE ALL ON DATABASE {name} FROM PUBLIC", ct);
        await DatabaseTemplate.Execute(server, $"GRANT CONNECT ON DATABASE {name} TO {DatabaseTemplate.App}", ct);
        return new TestDatabase(admin, name);
    }

    /// <summary>Another one with the same rows. Nobody may be connected to this one, then or ever again.</summary>
    public async Task<TestDatabase> Clone(CancellationToken ct = default)
    {
        var clone = new TestDatabase(_admin, $"records_test_{Guid.NewGuid():N}");
        await using var server = await DatabaseTemplate.Open(_admin, ct);
        await DatabaseTemplate.Execute(server, $"CREATE DATABASE {clone.Name} TEMPLATE {Name} OWNER {DatabaseTemplate.Owner}", ct);
        await DatabaseTemplate.Execute(server, $"GRANT CONNECT ON DATABASE {clone.Name} TO {DatabaseTemplate.App}", ct);
        return clone;
    }

    /// <summary>As an operator does: pg_dump in its custom format.</summary>
    public Task Backup(string file, CancellationToken ct = default) => Tool("pg_dump", ["--format=custom", $"--file={file}", Name], ct);

    /// <summary>A new database with what a backup holds.</summary>
    public static async Task<TestDatabase> Restore(string file, CancellationToken ct = default)
    {
        var admin = await TestCluster.Find(ct);
        var restored = new TestDatabase(admin, $"records_test_{Guid.NewGuid():N}");
        await using (var server = await DatabaseTemplate.Open(admin, ct))
        {
            await DatabaseTemplate.Execute(server, $"CREATE DATABASE {restored.Name} TEMPLATE template0 OWNER {DatabaseTemplate.Owner}", ct);
            await DatabaseTemplate.Execute(server, $"GRANT CONNECT ON DATABASE {restored.Name} TO {DatabaseTemplate.App}", ct);
        }

        await restored.Tool("pg_restore", [$"--dbname={restored.Name}", "--exit-on-error", "--clean", "--if-exists", file], ct);
        return restored;
    }

    private async Task Tool(string name, string[] arguments, CancellationToken ct)
    {
        var admin = new NpgsqlConnectionStringBuilder(_admin);
        var start = new ProcessStartInfo(name, [$"--host={admin.Host}", $"--port={admin.Port}", $"--username={admin.Username}", "--no-password", .. arguments]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = admin.Password;
        using var tool = Process.Start(start)!;
        var reason = await tool.StandardError.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name}: {reason}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var used in new[] { AppConnectionString, OwnerConnectionString, SuperuserConnectionString })
        {
            await using var pooled = new NpgsqlConnection(used);
            NpgsqlConnection.ClearPool(pooled);
        }

        await using var server = await DatabaseTemplate.Open(_admin, CancellationToken.None);
        await DatabaseTemplate.Execute(server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
    }
}
