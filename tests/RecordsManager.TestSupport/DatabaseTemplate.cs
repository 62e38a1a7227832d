using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace RecordsManager.TestSupport;

/// <summary>Applies the migrations once for all test processes of a run; a clone of the result costs about 60 ms.</summary>
internal static class DatabaseTemplate
{
    public const string Owner = "records_owner";
    public const string App = "records_app";
    private const long Guard = 0x5245_4D54; // any number; the same in every test process
    private const string Password = "records-test"; // the cluster is private and lives as long as the run

    /// <returns>The template's name. It holds the hash of the migrations: a changed migration is another template.</returns>
    public static async Task<string> Ensure(string admin, string migrations, CancellationToken ct)
    {
        var files = Directory.Exists(migrations) ? Directory.GetFiles(migrations, "*.sql").Order(StringComparer.Ordinal).ToArray() : [];
        var name = $"records_template_{await Hash(files, ct)}";
        await using var server = await Open(admin, ct);
        await Execute(server, $"SELECT pg_advisory_lock({Guard})", ct); // released with the connection, also when we are killed
        if (await Ask(server, $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')", ct))
        {
            return name;
        }

        await EnsureRole(server, Owner, ct);
        await EnsureRole(server, App, ct);
        var unfinished = $"{name}_unfinished";
        await Execute(server, $"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)", ct);
        await Execute(server, $"CREATE DATABASE {unfinished} OWNER {Owner}", ct);
        await using (var superuser = await Open(As(admin, unfinished), ct))
        {
            await Execute(superuser, await File.ReadAllTextAsync(Path.Combine(Fixtures.Repository, "deploy/local/schema-rights.sql"), ct), ct);
        }

        await using (var owner = await Open(As(admin, unfinished, Owner), ct))
        {
            await Migrate(owner, files, ct);
        }

        await Execute(server, $"ALTER DATABASE {unfinished} ALLOW_CONNECTIONS false", ct); // a connection would block cloning
        await Execute(server, $"ALTER DATABASE {unfinished} RENAME TO {name}", ct);
        return name;
    }

    public static string As(string admin, string database, string? role = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(admin) { Database = database };
        if (role is not null)
        {
            connection.Username = role;
            connection.Password = Password;
        }

        return connection.ConnectionString;
    }

    /// <summary>Outside the pool: a pooled connection would keep a database from being cloned or dropped.</summary>
    public static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rule of the verb <c>migrate</c>: in ordinal order of their names, each in one transaction with its own record.</summary>
    private static async Task Migrate(NpgsqlConnection owner, IEnumerable<string> files, CancellationToken ct)
    {
        await Execute(owner, "CREATE TABLE schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now(), sha256 text NOT NULL)", ct);
        foreach (var file in files)
        {
            await using var transaction = await owner.BeginTransactionAsync(ct);
            await Execute(owner, await File.ReadAllTextAsync(file, ct), ct);
            await using var record = new NpgsqlCommand("INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)", owner);
            record.Parameters.AddWithValue(Path.GetFileName(file));
            record.Parameters.AddWithValue(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, ct))));
            await record.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    private static async Task EnsureRole(NpgsqlConnection server, string role, CancellationToken ct)
    {
        if (!await Ask(server, $"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')", ct))
        {
            await Execute(server, $"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{Password}'", ct);
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task<string> Hash(IEnumerable<string> files, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, ct)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
