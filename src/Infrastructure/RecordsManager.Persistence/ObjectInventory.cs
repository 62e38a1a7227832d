using Npgsql;
using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

internal sealed class ObjectInventory(NpgsqlDataSource source) : IObjectInventory
{
    public async Task<IReadOnlyList<MediaObjectId>> NotCheckedSince(OrganizationId organization, DateTimeOffset since, int limit, CancellationToken ct)
    {
        await using var connection = await Open(organization, ct);
        await using var command = new NpgsqlCommand(
            "select id from media_objects where is_stored and (checked_at is null or checked_at < $1) order by checked_at nulls first, id limit $2", connection);
        command.Parameters.AddWithValue(since);
        command.Parameters.AddWithValue(limit);
        return await Ids(command, ct);
    }

    public async Task<ObjectTotals> Totals(OrganizationId organization, DateTimeOffset checkedSince, CancellationToken ct)
    {
        await using var connection = await Open(organization, ct);
        await using var command = new NpgsqlCommand(
            """
            select count(*), coalesce(sum(cipher_length), 0)::bigint, count(*) filter (where checked_at >= $1),
                   case when count(*) = count(checked_at) then min(checked_at) end
            from media_objects where is_stored
            """, connection);
        command.Parameters.AddWithValue(checkedSince);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new ObjectTotals(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }

    public async Task<IReadOnlySet<MediaObjectId>> Known(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        await using var connection = await Open(organization, ct);
        await using var command = new NpgsqlCommand("select id from media_objects where is_stored and id = any($1)", connection);
        command.Parameters.AddWithValue(objects.Select(o => o.Value).ToArray());
        return (await Ids(command, ct)).ToHashSet();
    }

    private static async Task<IReadOnlyList<MediaObjectId>> Ids(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<MediaObjectId> ids = [];
        while (await reader.ReadAsync(ct))
        {
            ids.Add(new MediaObjectId(reader.GetGuid(0)));
        }

        return ids;
    }

    private async Task<NpgsqlConnection> Open(OrganizationId organization, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        await TenantConnection.Enter(connection, organization, ct);
        return connection;
    }
}
