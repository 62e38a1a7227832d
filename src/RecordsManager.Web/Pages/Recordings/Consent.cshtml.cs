using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Who agreed to be in this recording, from when to when, and what that did to their tracks?</summary>
public sealed class ConsentModel(IMediator mediator) : PageModel
{
    public ShowConsentTimeline.View View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!RecordingId.TryParse(id, out var recording) || await mediator.Send(new ShowConsentTimeline.Query(recording), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        View = shown.Value;
        return Page();
    }
}
