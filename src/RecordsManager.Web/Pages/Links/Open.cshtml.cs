using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Links;

/// <summary>
/// The address that was handed over. A genuine one is answered with another address, which holds no token: what is shown, reloaded and kept open is that one. It asks the
/// database nothing and consumes nothing, so that a mail scanner that looks at it changes nothing.
/// </summary>
[AllowAnonymous]
public sealed class OpenModel(ILinkSigner signer, TimeProvider clock) : PageModel
{
    /// <param name="t">Seconds at which the player is to begin.</param>
    public IActionResult OnGet(string token, double? t)
    {
        Response.Unlisted();
        if (signer.Verify(LinkPurpose.Share, token) is not { } link)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        var id = new ShareLinkId(link.Id);
        HttpContext.Keep(new OpenedLink(link.Organization, id, Guid.NewGuid(), clock.GetUtcNow(), Asked.Nothing));
        return Redirect($"/share/{id}" + (t is > 0 and { } at ? string.Create(CultureInfo.InvariantCulture, $"?t={at}") : ""));
    }
}
