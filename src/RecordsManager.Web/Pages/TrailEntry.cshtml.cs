using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Web.Pages;

/// <summary>One entry opened: what it says, the notice in full, and its proof, verified while the page is made.</summary>
public sealed class TrailEntryModel(IMediator mediator) : PageModel
{
    public ShowEntry.View View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long index, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowEntry.Query(index), ct);
        if (shown.Failed)
        {
            return NotFound();
        }

        View = shown.Value;
        return Page();
    }
}
