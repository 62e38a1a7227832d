using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>Does the picture say who watches it?</summary>
public sealed class WatermarkModel(IMediator mediator, ICurrentActor actor) : PageModel
{
    public WatermarkAudience Now { get; private set; }

    public bool MayChange => actor.May(Permission.PolicyWrite);

    [TempData]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!actor.May(Permission.PolicyRead))
        {
            return Forbid();
        }

        Now = await mediator.Send(new ShowWatermark.Query(), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(WatermarkAudience shownTo, CancellationToken ct)
    {
        if (!MayChange || !ModelState.IsValid || !Enum.IsDefined(shownTo))
        {
            return Forbid();
        }

        await mediator.Send(new ChangeWatermark.Command(shownTo), ct);
        Done = "It holds for every page that is opened from now on.";
        return Redirect("/policies/watermark");
    }
}
