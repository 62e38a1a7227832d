using Npgsql;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>Questions to PostgreSQL's catalogs and rows, outside of the product.</summary>
internal static class Catalog
{
    /// <summary>The tables of the product; the migrator's own record is not one.</summary>
    public const string Tables = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations' order by 1";

    public static async Task<NpgsqlConnection> Open(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static async Task<IReadOnlyList<string>> Lines(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> lines = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : reader.GetValue(i).ToString())));
        }

        return lines;
    }

    public static async Task<T> Value<T>(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <returns>The rows that were touched.</returns>
    public static async Task<int> Run(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>PostgreSQL says no for lack of a right: a privilege, a policy or a trigger.</summary>
    public static async Task IsRefused(this NpgsqlConnection connection, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.Run(sql));
        Assert.True(refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refusal.MessageText}");
    }

    /// <summary>Refused, or allowed and without anything to act on.</summary>
    public static async Task TouchesNothing(this NpgsqlConnection connection, string sql)
    {
        try
        {
            var touched = await connection.Run(sql);
            Assert.True(touched == 0, $"{sql}: {touched} rows");
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // as good
        }
    }
}
