using System.Security.Cryptography;
using Npgsql;

namespace RecordsManager.Persistence.Schema;

/// <summary>
/// Applies <c>migrations/*.sql</c> in the order of their names, one transaction each, as the owner of the schema, and never
/// again. A file that was changed after it had been applied stops everything: history is not edited.
/// </summary>
public static class Migrator
{
    public static async Task<IReadOnlyList<string>> Migrate(string ownerConnectionString, string folder, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnectionString);
        await using var connection = await source.OpenConnectionAsync(ct);

        // Two nodes that start together must not both migrate.
        await Run(connection, null, "select pg_advisory_lock(7264001)", ct);
        await Run(connection, null, "create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())", ct);
        var applied = await Applied(connection, ct);
        List<string> done = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var sql = await File.ReadAllTextAsync(file, ct);
            var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql)));
            if (applied.TryGetValue(name, out var was))
            {
                if (was != hash)
                {
                    throw new InvalidOperationException($"The migration {name} was changed after it had been applied. Write a new one instead.");
                }

                continue;
            }

            await Apply(connection, name, hash, sql, ct);
            done.Add(name);
        }

        return done;
    }

    private static async Task Apply(NpgsqlConnection connection, string name, string hash, string sql, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, transaction, sql, ct);
        await using var record = new NpgsqlCommand("insert into schema_migrations (name, sha256) values ($1, $2)", connection, transaction);
        record.Parameters.AddWithValue(name);
        record.Parameters.AddWithValue(hash);
        await record.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name, sha256 from schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<string, string> applied = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            applied[reader.GetString(0)] = reader.GetString(1);
        }

        return applied;
    }

    private static async Task Run(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // the text comes from the migrations folder of this very release
        await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
