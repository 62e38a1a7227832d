using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Pages.Links;

/// <summary>Whoever holds the address of their own recordings. Whether it still opens them, the use cases decide.</summary>
internal static class MyLink
{
    public static MyRecordingsLinkId? Enter(this PageModel page, ILinkSigner signer, ICurrentActor actor, string token)
    {
        if (signer.Verify(LinkPurpose.Person, token) is not { } link || (actor.HasEntered && actor.Organization != link.Organization))
        {
            page.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        var mine = new MyRecordingsLinkId(link.Id);
        actor.Enter(link.Organization, mine.ToString(), new HashSet<Permission>());
        return mine;
    }

    /// <summary>Chosen on the page, or the browser's.</summary>
    public static string Language(this PageModel page) =>
        page.Request.Query["lang"].FirstOrDefault()
        ?? page.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value).FirstOrDefault() ?? "en";
}
