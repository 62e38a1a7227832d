using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Pipeline;

/// <summary>Who acts in this scope, and for which organization. Set once at the edge; the database's row-level security follows it.</summary>
public interface ICurrentActor
{
    /// <exception cref="InvalidOperationException">Nobody entered: nothing may be read.</exception>
    OrganizationId Organization { get; }

    bool HasEntered { get; }

    /// <summary>Pseudonymous: <c>usr_…</c>, <c>key_…</c>, <c>lnk_…</c>, <c>inv_…</c>, <c>myl_…</c> or <c>system</c>.</summary>
    string Id { get; }

    bool May(Permission permission);

    void Enter(OrganizationId organization, string id, IReadOnlySet<Permission> permissions);
}

public sealed class CurrentActor : ICurrentActor
{
    private OrganizationId? _organization;
    private IReadOnlySet<Permission> _permissions = new HashSet<Permission>();

    public OrganizationId Organization => _organization ?? throw new InvalidOperationException("No actor entered this scope.");

    public bool HasEntered => _organization is not null;

    public string Id { get; private set; } = "nobody";

    public bool May(Permission permission) => permission == Permission.None || _permissions.Contains(permission);

    public void Enter(OrganizationId organization, string id, IReadOnlySet<Permission> permissions)
    {
        if (_organization is not null && _organization != organization)
        {
            throw new InvalidOperationException("A scope serves one organization.");
        }

        _organization = organization;
        Id = id;
        _permissions = permissions;
    }
}

public static class SystemActor
{
    public const string Id = "system";

    public static readonly IReadOnlySet<Permission> Permissions = new HashSet<Permission>([Permission.System, Permission.LedgerRead]); // the schedule signs and scrubs the ledger, as an auditor may
}
