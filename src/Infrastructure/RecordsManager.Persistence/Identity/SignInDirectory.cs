using Npgsql;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Persistence.Identity;

/// <summary>Before anybody is signed in nobody's organization is known: these two questions are all that may be asked then.</summary>
public sealed class SignInDirectory(NpgsqlDataSource source)
{
    public Task<OrganizationId?> OrganizationOfUser(string normalizedEmail, CancellationToken ct) =>
        Ask("select organization_of_user($1)", normalizedEmail, ct);

    public Task<OrganizationId?> OrganizationOfApiKey(string publicPart, CancellationToken ct) =>
        Ask("select organization_of_api_key($1)", publicPart, ct);

    private async Task<OrganizationId?> Ask(string question, string value, CancellationToken ct)
    {
        await using var command = source.CreateCommand(question);
        command.Parameters.AddWithValue(value);
        return await command.ExecuteScalarAsync(ct) is Guid organization ? new OrganizationId(organization) : null;
    }
}
