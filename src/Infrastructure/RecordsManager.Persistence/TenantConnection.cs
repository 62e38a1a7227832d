using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Persistence;

/// <summary>
/// Tells the database for whom a connection speaks, each time it is opened. Npgsql resets the session when a connection goes
/// back to the pool, so a forgotten organization is no organization.
/// </summary>
internal sealed class TenantConnection : DbConnectionInterceptor
{
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is RecordsDb { Organization: { } organization })
        {
            await Enter((NpgsqlConnection)connection, organization, cancellationToken);
        }
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (eventData.Context is RecordsDb { Organization: { } organization })
        {
            using var command = Command((NpgsqlConnection)connection, organization);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>A connection of its own, beside every unit of work, that speaks for one organization.</summary>
    public static async Task<NpgsqlConnection> Open(NpgsqlDataSource source, OrganizationId organization, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await Enter(connection, organization, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task Enter(NpgsqlConnection connection, OrganizationId organization, CancellationToken ct)
    {
        await using var command = Command(connection, organization);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, OrganizationId organization)
    {
        var command = new NpgsqlCommand("select set_config('records.organization', $1, false)", connection);
        command.Parameters.AddWithValue(organization.Value.ToString());
        return command;
    }
}
