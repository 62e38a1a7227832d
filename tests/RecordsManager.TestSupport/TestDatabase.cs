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

    public static async Task<TestDatabase> Create(string migrations, CancellationToken ct)
    {
        var admin = await TestCluster.Find(ct);
        var template = await DatabaseTemplate.Ensure(admin, migrations, ct);
        var name = $"records_test_{Guid.NewGuid():N}";
        await using var server = await DatabaseTemplate.Open(admin, ct);
        await DatabaseTemplate.Execute(server, $"CREATE DATABASE {name} TEMPLATE {template} OWNER {DatabaseTemplate.Owner}", ct);
        await DatabaseTemplate.Execute(server, $"REVOKE ALL ON DATABASE {name} FROM PUBLIC", ct);
        await DatabaseTemplate.Execute(server, $"GRANT CONNECT ON DATABASE {name} TO {DatabaseTemplate.App}", ct);
        return new TestDatabase(admin, name);
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
