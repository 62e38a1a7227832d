using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages;

/// <summary>Who can still watch what?</summary>
public sealed class ShareLinksModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "ended")]
    public bool Ended { get; set; }

    public ListShareLinks.View View { get; private set; } = null!;

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => View = await mediator.Send(new ListShareLinks.Query(Ended), ct);

    public async Task<IActionResult> OnPostRevokeAsync(List<string> link, CancellationToken ct)
    {
        var revoked = await mediator.Send(new RevokeShareLinks.Command([.. link.Select(l => ShareLinkId.TryParse(l, out var id) ? id : default)]), ct);
        if (revoked.Error is { } error)
        {
            Problem = error;
            await OnGetAsync(ct);
            return Page();
        }

        var count = revoked.Value.Links;
        Done = $"{Figures.Count(count, "link was", "links were")} revoked. Players that are open get nothing more.";
        return Redirect("/share-links");
    }
}
