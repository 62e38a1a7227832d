using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Retention;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Web.Pages;

/// <summary>What may not disappear, why, since when?</summary>
public sealed class HoldsModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<ListHolds.Row> Rows { get; private set; } = [];

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => Rows = await mediator.Send(new ListHolds.Query(), ct);

    public async Task<IActionResult> OnPostReleaseAsync(string recording, string hold, CancellationToken ct)
    {
        if (!RecordingId.TryParse(recording, out var of) || !LegalHoldId.TryParse(hold, out var which))
        {
            return NotFound();
        }

        var released = await mediator.Send(new ReleaseLegalHold.Command(of, which), ct);
        if (released.Error is { } error)
        {
            Problem = error;
            await OnGetAsync(ct);
            return Page();
        }

        Done = "The hold was released. What waited for it goes on.";
        return RedirectToPage();
    }
}
