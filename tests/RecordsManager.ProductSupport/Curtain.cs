using Npgsql;
using RecordsManager.TestSupport;

namespace RecordsManager.ProductSupport;

/// <summary>Looking behind the product's curtain: its database and its storage folder.</summary>
public static class Curtain
{
    public static async Task<IReadOnlyList<T>> Ask<T>(this TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> answers = [];
        while (await reader.ReadAsync())
        {
            answers.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return answers;
    }

    public static async Task Tell(this TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
