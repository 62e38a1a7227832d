using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Persistence.Identity;

/// <summary>Somebody who signs in: an admin, an auditor or a member of one organization.</summary>
public sealed class User : IdentityUser<Guid>
{
    public OrganizationId Organization { get; set; }

    public string DisplayName { get; set; } = "";

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = "";
}

internal static class IdentityTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.Id).ValueGeneratedNever();
        });
        builder.Entity<IdentityUserClaim<Guid>>(claim => Organized(claim.ToTable("user_claims")));
        builder.Entity<IdentityUserLogin<Guid>>(login => Organized(login.ToTable("user_logins")));
        builder.Entity<IdentityUserToken<Guid>>(token => Organized(token.ToTable("user_tokens")));
    }

    private static void Organized<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity)
        where T : class =>
        entity.Property<OrganizationId>("Organization").HasDefaultValueSql("current_organization()");
}
