using System.Buffers.Binary;
using Npgsql;
using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

internal sealed class ObjectInventory(NpgsqlDataSource source) : IObjectInventory
{
    public async Task<IReadOnlyList<MediaObjectId>> NotCheckedSince(OrganizationId organization, DateTimeOffset since, DateTimeOffset newSince, int limit, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(
            "select id from media_objects where is_stored and id < $3 and (checked_at is null or checked_at < $1) order by checked_at nulls first, id limit $2", connection);
        command.Parameters.AddWithValue(since);
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddWithValue(First(newSince));
        return await Ids(command, ct);
    }

    public async Task<ObjectTotals> Totals(OrganizationId organization, DateTimeOffset checkedSince, DateTimeOffset newSince, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(
            """
            select count(*), coalesce(sum(cipher_length), 0)::bigint, count(*) filter (where checked_at >= $1),
                   case when count(*) filter (where checked_at is null and id < $2) = 0 then min(checked_at) end
            from media_objects where is_stored
            """, connection);
        command.Parameters.AddWithValue(checkedSince);
        command.Parameters.AddWithValue(First(newSince));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new ObjectTotals(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }

    public async Task<IReadOnlySet<MediaObjectId>> Known(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("select id from media_objects where is_stored and id = any($1)", connection);
        command.Parameters.AddWithValue(objects.Select(o => o.Value).ToArray());
        return (await Ids(command, ct)).ToHashSet();
    }

    public async Task Checked(OrganizationId organization, MediaObjectId id, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("update media_objects set checked_at = $2 where id = $1", connection);
        command.Parameters.AddWithValue(id.Value);
        command.Parameters.AddWithValue(at);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The smallest version 7 UUID of that millisecond: ids of objects are in the order of their making (RFC 9562, 5.7).</summary>
    private static Guid First(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
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
}
