using Microsoft.AspNetCore.Identity;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Identity;

namespace RecordsManager.Web.Security;

/// <summary>E-mail and password. Whoever does not exist costs the same time as whoever mistyped.</summary>
public sealed class SignIn(SignInDirectory directory, ICurrentActor actor, SignInManager<User> manager, UserManager<User> users, IPasswordHasher<User> hasher)
{
    private static readonly User Nobody = new() { Id = Guid.Empty, UserName = "nobody" };
    private static readonly Lazy<string> NobodysPassword = new(() => new PasswordHasher<User>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    public async Task<SignInResult> With(string email, string password, CancellationToken ct)
    {
        var organization = await directory.OrganizationOfUser(users.NormalizeEmail(email) ?? "", ct);
        if (organization is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysPassword.Value, password);
            return SignInResult.Failed;
        }

        actor.Enter(organization.Value, "nobody", new HashSet<Permission>());
        return await users.FindByEmailAsync(email) is { } user
            ? await manager.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true)
            : SignInResult.Failed;
    }
}
