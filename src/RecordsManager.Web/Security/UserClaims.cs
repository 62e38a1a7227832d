using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RecordsManager.Application;
using RecordsManager.Persistence.Identity;

namespace RecordsManager.Web.Security;

/// <summary>What a page needs to know of who is signed in.</summary>
internal sealed class UserClaims(UserManager<User> users, IOptions<IdentityOptions> options, IReadDb db) : UserClaimsPrincipalFactory<User>(users, options)
{
    public const string Organization = "organization";
    public const string OrganizationName = "organization_name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.TryRemoveClaim(identity.FindFirst(identity.NameClaimType));
        identity.AddClaim(new Claim(identity.NameClaimType, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role));
        identity.AddClaim(new Claim(Organization, user.Organization.Value.ToString()));
        identity.AddClaim(new Claim(OrganizationName, await db.Organizations.Select(o => o.Name).SingleAsync()));
        return identity;
    }
}
