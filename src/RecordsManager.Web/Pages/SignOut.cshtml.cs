using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Persistence.Identity;

namespace RecordsManager.Web.Pages;

public sealed class SignOutModel(SignInManager<User> manager) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await manager.SignOutAsync();
        return LocalRedirect("/sign-in");
    }
}
