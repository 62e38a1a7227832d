using Npgsql;
using NpgsqlTypes;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

/// <summary>Plain SQL on connections of its own: these rows must be there whatever becomes of the unit of work around them.</summary>
internal sealed class ObjectRows(NpgsqlDataSource source) : IObjectRows
{
    public async Task<IReadOnlyList<WrappedKey?>> PersonKeys(OrganizationId organization, IReadOnlyList<PersonId> persons, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("select person_id, epoch, blob, \"check\" from person_keys where person_id = any($1)", connection);
        command.Parameters.AddWithValue(persons.Select(p => p.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, WrappedKey> keys = [];
        while (await reader.ReadAsync(ct))
        {
            keys[reader.GetGuid(0)] = Key(reader, 1);
        }

        return [.. persons.Select(p => keys.GetValueOrDefault(p.Value))];
    }

    public async Task Begin(ObjectSpec spec, int format, IReadOnlyList<ObjectShare> shares, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, spec.Organization, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var row = new NpgsqlCommand(
            "insert into media_objects (id, organization_id, owner, kind, format, work, is_stored, is_attached, cipher_length, plain_length, plain_sha256) "
            + "values ($1, $2, $3, $4, $5, $6, false, false, 0, 0, '')", connection))
        {
            row.Parameters.AddWithValue(spec.Id.Value);
            row.Parameters.AddWithValue(spec.Organization.Value);
            row.Parameters.AddWithValue(spec.Owner);
            row.Parameters.AddWithValue(spec.Kind.ToString());
            row.Parameters.AddWithValue(format);
            row.Parameters.AddWithValue(spec.Work);
            await row.ExecuteNonQueryAsync(ct);
        }

        await Insert(connection, spec.Organization, spec.Id, shares, ct);
        await transaction.CommitAsync(ct);
    }

    public async Task MarkStored(OrganizationId organization, StoredObject stored, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(
            "update media_objects set is_stored = true, cipher_length = $2, plain_length = $3, plain_sha256 = $4 where id = $1", connection);
        command.Parameters.AddWithValue(stored.Id.Value);
        command.Parameters.AddWithValue(stored.CipherLength);
        command.Parameters.AddWithValue(stored.PlainLength);
        command.Parameters.AddWithValue(stored.PlainSha256);
        if (await command.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new InvalidOperationException("The object's row is gone: somebody destroyed it while it was written.");
        }
    }

    public async Task<ObjectRow?> Find(OrganizationId organization, MediaObjectId id, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(
            """
            select o.owner, o.kind, o.format, o.cipher_length, o.plain_length, o.plain_sha256,
                   s.holder_id, s.epoch, s.blob, s."check", k.epoch, k.blob, k."check"
            from media_objects o
            left join object_shares s on s.object_id = o.id
            left join person_keys k on k.person_id = s.holder_id
            where o.id = $1 and o.is_stored
            order by s.ordinal
            """, connection);
        command.Parameters.AddWithValue(id.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        ObjectRow? row = null;
        List<ObjectShare> shares = [];
        while (await reader.ReadAsync(ct))
        {
            row ??= new ObjectRow(
                id, organization, reader.GetString(0), Enum.Parse<ObjectKind>(reader.GetString(1)), reader.GetInt32(2),
                reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5), shares);
            if (!await reader.IsDBNullAsync(7, ct))
            {
                var holder = await reader.IsDBNullAsync(6, ct) ? (PersonId?)null : new PersonId(reader.GetGuid(6));
                shares.Add(new ObjectShare(holder, Key(reader, 7), await reader.IsDBNullAsync(10, ct) ? null : Key(reader, 10)));
            }
        }

        return row;
    }

    public async Task ReplaceShares(OrganizationId organization, MediaObjectId id, IReadOnlyList<ObjectShare> shares, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Delete(connection, "delete from object_shares where object_id = any($1)", [id], ct);
        await Insert(connection, organization, id, shares, ct);
        await transaction.CommitAsync(ct);
    }

    public async Task DestroyShares(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await Delete(connection, "delete from object_shares where object_id = any($1)", objects, ct);
    }

    public async Task Forget(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await Delete(connection, "delete from media_objects where id = any($1)", objects, ct);
    }

    public Task<IReadOnlyList<MediaObjectId>> Unattached(OrganizationId organization, string work, CancellationToken ct) =>
        Ids(organization, "select id from media_objects where work = $1 and not is_attached", work, ct);

    public Task<IReadOnlyList<MediaObjectId>> Unreferenced(OrganizationId organization, CancellationToken ct) =>
        Ids(
            organization,
            """
            select o.id from media_objects o
            where o.is_attached
              and not exists (select from tracks t where t.object_id = o.id and t.state in ('Quarantined', 'Cleared'))
              and not exists (select from derivatives d where d.object_id = o.id)
              and not exists (select from upload_parts p where p.object_id = o.id)
            """, null, ct);

    public async Task<IReadOnlyList<string>> UnfinishedWork(OrganizationId organization, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("select distinct work from media_objects where not is_attached", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> work = [];
        while (await reader.ReadAsync(ct))
        {
            work.Add(reader.GetString(0));
        }

        return work;
    }

    private static WrappedKey Key(NpgsqlDataReader reader, int at) =>
        new(reader.GetInt32(at), reader.GetFieldValue<byte[]>(at + 1), reader.GetFieldValue<byte[]>(at + 2));

    private static async Task Insert(NpgsqlConnection connection, OrganizationId organization, MediaObjectId id, IReadOnlyList<ObjectShare> shares, CancellationToken ct)
    {
        for (var ordinal = 0; ordinal < shares.Count; ordinal++)
        {
            await using var command = new NpgsqlCommand(
                "insert into object_shares (object_id, ordinal, organization_id, holder_id, epoch, blob, \"check\") values ($1, $2, $3, $4, $5, $6, $7)", connection);
            command.Parameters.AddWithValue(id.Value);
            command.Parameters.AddWithValue(ordinal);
            command.Parameters.AddWithValue(organization.Value);
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)shares[ordinal].Holder?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.AddWithValue(shares[ordinal].Share.Epoch);
            command.Parameters.AddWithValue(shares[ordinal].Share.Blob);
            command.Parameters.AddWithValue(shares[ordinal].Share.Check);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task Delete(NpgsqlConnection connection, string sql, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(objects.Select(o => o.Value).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<IReadOnlyList<MediaObjectId>> Ids(OrganizationId organization, string sql, string? parameter, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(sql, connection);
        if (parameter is not null)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        List<MediaObjectId> ids = [];
        while (await reader.ReadAsync(ct))
        {
            ids.Add(new MediaObjectId(reader.GetGuid(0)));
        }

        return ids;
    }
}
