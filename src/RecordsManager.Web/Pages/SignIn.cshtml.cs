using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Domain;
using RecordsManager.Web.Security;

namespace RecordsManager.Web.Pages;

[AllowAnonymous]
public sealed class SignInModel(SignIn signIn) : PageModel
{
    // One answer for a wrong password, an unknown address and a locked account: it tells nobody who has an account.
    private static readonly Error Refused = new("sign-in.refused", "The mail address and the password do not belong together, or there were too many tries.", ErrorKind.Validation, "Check both. After five wrong tries the account is locked for 15 minutes.");

    [BindProperty]
    [EmailAddress]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public Error? Problem { get; private set; }

    public IActionResult OnGet() => User.Identity is { IsAuthenticated: true } ? Back() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid && Email is { Length: > 0 } && Password is { Length: > 0 }
            && (await signIn.With(Email.Trim(), Password, ct)).Succeeded)
        {
            return Back();
        }

        Problem = Refused;
        return Page();
    }

    private LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
}
