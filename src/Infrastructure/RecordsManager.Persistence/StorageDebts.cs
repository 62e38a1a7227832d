using Npgsql;
using NpgsqlTypes;
using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

/// <summary>Of the store, and not of any organization: where bytes lie is asked by the id of their object alone.</summary>
internal sealed class StorageDebts(NpgsqlDataSource source, TimeProvider clock) : IStorageDebts
{
    public async Task Owe(StorageDebt debt, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "insert into storage.debts (object_id, place, owed, since, not_before) values ($1, $2, $3, $4, $5) "
            + "on conflict (object_id, place) do update set owed = excluded.owed, not_before = excluded.not_before");
        Name(command, debt);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)debt.NotBefore ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<bool> IsOwed(MediaObjectId id, string place, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exists (select from storage.debts where object_id = $1 and place = $2)");
        command.Parameters.AddWithValue(id.Value);
        command.Parameters.AddWithValue(place);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<IReadOnlyList<StorageDebt>> Due(MediaObjectId? after, int limit, CancellationToken ct)
    {
        // whole objects: a page that ended between the places of one would skip the second
        await using var command = source.CreateCommand(
            """
            select object_id, place, owed, not_before from storage.debts
            where object_id in (select distinct object_id from storage.debts where object_id > $1 and coalesce(not_before, '-infinity') <= $2 order by object_id limit $3)
              and coalesce(not_before, '-infinity') <= $2
            order by object_id, place
            """);
        command.Parameters.AddWithValue(after?.Value ?? Guid.Empty);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<StorageDebt> due = [];
        while (await reader.ReadAsync(ct))
        {
            due.Add(new StorageDebt(
                new MediaObjectId(reader.GetGuid(0)), reader.GetString(1), Enum.Parse<Owed>(reader.GetString(2)), await reader.IsDBNullAsync(3, ct) ? null : reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return due;
    }

    public async Task<bool> Paid(StorageDebt debt, CancellationToken ct)
    {
        await using var command = source.CreateCommand("delete from storage.debts where object_id = $1 and place = $2 and owed = $3");
        Name(command, debt);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task Forgive(MediaObjectId id, CancellationToken ct)
    {
        await using var command = source.CreateCommand("delete from storage.debts where object_id = $1 and owed = 'Copy'");
        command.Parameters.AddWithValue(id.Value);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<int> Count(Owed owed, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select count(*)::int from storage.debts where owed = $1");
        command.Parameters.AddWithValue(owed.ToString());
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<DateTimeOffset> Since(string address, CancellationToken ct)
    {
        await using (var join = source.CreateCommand("insert into storage.places (address, since) values ($1, $2) on conflict do nothing"))
        {
            join.Parameters.AddWithValue(address);
            join.Parameters.AddWithValue(clock.GetUtcNow());
            await join.ExecuteNonQueryAsync(ct);
        }

        await using var command = source.CreateCommand("select since from storage.places where address = $1");
        command.Parameters.AddWithValue(address);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    private static void Name(NpgsqlCommand command, StorageDebt debt)
    {
        command.Parameters.AddWithValue(debt.Object.Value);
        command.Parameters.AddWithValue(debt.Place);
        command.Parameters.AddWithValue(debt.Owed.ToString());
    }
}
