using Npgsql;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Persistence;

/// <summary>Session-level advisory locks: PostgreSQL frees them when the process that held the connection is gone, however it went.</summary>
internal sealed class AdvisoryLocks(NpgsqlDataSource source) : IWorkLock
{
    public async Task<IAsyncDisposable?> TryTake(string work, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 1))", connection);
            command.Parameters.AddWithValue(work);
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                return new Held(connection, work);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private sealed class Held(NpgsqlConnection connection, string work) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended($1, 1))", connection);
                command.Parameters.AddWithValue(work);
                await command.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                // the connection broke: the lock went with it
            }

            await connection.DisposeAsync();
        }
    }
}

internal sealed class OrganizationDirectory(NpgsqlDataSource source) : IOrganizationDirectory
{
    public async Task<IReadOnlyList<OrganizationId>> All(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select * from organizations_for_jobs()");
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<OrganizationId> organizations = [];
        while (await reader.ReadAsync(ct))
        {
            organizations.Add(new OrganizationId(reader.GetGuid(0)));
        }

        return organizations;
    }
}
