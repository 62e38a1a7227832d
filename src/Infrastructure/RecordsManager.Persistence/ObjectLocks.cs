using Npgsql;
using NpgsqlTypes;
using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

internal sealed class ObjectLocks(NpgsqlDataSource source) : IObjectLocks
{
    /// <summary>A hold has no end that is known: so long at a time, and again when half of it is over.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromDays(30);

    /// <summary>$1 now, $2 and $3 how long a hold locks, and below what it is due again.</summary>
    private const string Wanted =
        """
        with wanted as (
            select o.id, o.locked_until, r.keep_until, held.stands,
                   greatest(r.keep_until, case when held.stands then $2 end) as until
            from media_objects o
            join tracks t on t.object_id = o.id and t.state = 'Cleared' and t.quarantined_until is null
            join recordings r on r.id = t.recording_id and r.state <> 'Destroyed'
            cross join lateral (select exists (select from legal_holds h where h.recording_id = r.id and h.released_at is null) as stands) held
            where o.is_attached
        ), due as (
            select id, until from wanted
            where (keep_until > $1 and (locked_until is null or locked_until < keep_until))
               or (stands and (locked_until is null or locked_until < $3))
        )
        """;

    public async Task<IReadOnlyList<LockDue>> Due(OrganizationId organization, MediaObjectId? after, DateTimeOffset now, int few, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = Asking(connection, Wanted + " select id, until from due where id > $4 order by id limit $5", now);
        command.Parameters.AddWithValue(after?.Value ?? Guid.Empty);
        command.Parameters.AddWithValue(few);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<LockDue> due = [];
        while (await reader.ReadAsync(ct))
        {
            due.Add(new LockDue(new MediaObjectId(reader.GetGuid(0)), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return due;
    }

    public Task Locked(OrganizationId organization, LockDue done, CancellationToken ct) => Note(organization, done.Object, done.Until, ct);

    public Task Replaced(OrganizationId organization, MediaObjectId id, CancellationToken ct) => Note(organization, id, null, ct);

    public async Task<LockTotals> Totals(OrganizationId organization, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = Asking(connection, Wanted + " select (select count(*) from media_objects where locked_until > $1), (select count(*) from due)", now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new LockTotals(reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task Note(OrganizationId organization, MediaObjectId id, DateTimeOffset? until, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("update media_objects set locked_until = $2 where id = $1", connection);
        command.Parameters.AddWithValue(id.Value);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Asking(NpgsqlConnection connection, string sql, DateTimeOffset now)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now + HeldFor);
        command.Parameters.AddWithValue(now + (HeldFor / 2));
        return command;
    }
}
