using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages;

/// <summary>What is due, and what lies in the bin?</summary>
public sealed class DispositionModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "tab")]
    public string? Tab { get; set; }

    public ListRecordings.Page Found { get; private set; } = null!;

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public bool ShowsDue => Tab == "due";

    public async Task OnGetAsync(CancellationToken ct) =>
        Found = await mediator.Send(new ListRecordings.Query(null, ShowsDue ? "due" : "bin", null), ct);

    public async Task<IActionResult> OnPostRestoreAsync(string recording, CancellationToken ct)
    {
        if (!RecordingId.TryParse(recording, out var which))
        {
            return NotFound();
        }

        var restored = await mediator.Send(new RestoreRecording.Command(which), ct);
        if (restored.Error is { } error)
        {
            Problem = error;
            await OnGetAsync(ct);
            return Page();
        }

        Done = "The recording is kept again.";
        return RedirectToPage();
    }
}
