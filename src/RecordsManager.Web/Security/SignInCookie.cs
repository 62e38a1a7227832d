using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Security;

/// <summary>The sign-in cookie: 30 minutes idle, 12 hours at most (ASVS 7.3), and the point where a request gets its organization.</summary>
internal static class SignInCookie
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "records";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // run.sh serves plain HTTP on loopback
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/error";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromMinutes(30);
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = Validate,
            OnRedirectToLogin = context => ForPeopleOnly(context, StatusCodes.Status401Unauthorized),
            OnRedirectToAccessDenied = context => ForPeopleOnly(context, StatusCodes.Status403Forbidden),
        };
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        var signedInAt = context.Properties.IssuedUtc;
        if (context.Properties.Items.TryGetValue("first", out var first) && DateTimeOffset.TryParse(first, out var at))
        {
            signedInAt = at;
        }
        else
        {
            context.Properties.Items["first"] = signedInAt?.ToString("O");
        }

        if (!Enter(context.Principal, context.HttpContext) || clock.GetUtcNow() - signedInAt > Longest)
        {
            context.RejectPrincipal();
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
        if (context.Principal is not null && context.ShouldRenew)
        {
            Enter(context.Principal, context.HttpContext); // the role may have changed
        }
    }

    public static bool Enter(ClaimsPrincipal? principal, HttpContext http)
    {
        if (principal is null
            || !Guid.TryParse(principal.FindFirstValue(UserClaims.Organization), out var organization)
            || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            return false;
        }

        http.RequestServices.GetRequiredService<ICurrentActor>().Enter(
            new OrganizationId(organization), new UserId(user).ToString(), Roles.Of(principal.FindFirstValue(ClaimTypes.Role) ?? ""));
        return true;
    }

    private static Task ForPeopleOnly(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        // A program gets a status, a person the sign-in page.
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || context.Request.Path.Value!.Contains("/media/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
