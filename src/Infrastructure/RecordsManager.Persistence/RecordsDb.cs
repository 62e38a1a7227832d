using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Identity;
using RecordsManager.Persistence.Model;

namespace RecordsManager.Persistence;

/// <summary>The model of one organization's rows. Row-level security in the database is the second lock.</summary>
public sealed class RecordsDb(DbContextOptions<RecordsDb> options, ICurrentActor actor)
    : IdentityUserContext<User, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>>(options)
{
    /// <summary>The organization for whom this context's connections speak; none: the database shows nothing.</summary>
    public OrganizationId? Organization => actor.HasEntered ? actor.Organization : null;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Identifiers.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(RecordsDb).Assembly);
        builder.Entity<LedgerEntry>();
        IdentityTables.Configure(builder);
        SnakeCase.Apply(builder);
    }
}
