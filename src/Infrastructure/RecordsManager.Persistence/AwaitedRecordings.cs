using Npgsql;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

/// <summary>Plain SQL: many who look at the same recording at once must not be in each other's way.</summary>
internal sealed class AwaitedRecordings(NpgsqlDataSource source) : IAwaitedRecordings
{
    public async Task Note(OrganizationId organization, RecordingId recording, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand(
            "insert into awaited_recordings (recording_id, organization_id, at) select id, organization_id, $2 from recordings where id = $1 "
            + "on conflict (recording_id) do update set at = excluded.at where awaited_recordings.at < excluded.at - interval '30 seconds'", connection);
        command.Parameters.AddWithValue(recording.Value);
        command.Parameters.AddWithValue(at);
        await command.ExecuteNonQueryAsync(ct);
    }
}
