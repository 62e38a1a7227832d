using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Erasure;
using RecordsManager.Domain;
using RecordsManager.Domain.People;

namespace RecordsManager.Web.Pages.Erasures;

/// <summary>What an erasure would take, before it cannot be undone.</summary>
public sealed class NewModel(IMediator mediator) : PageModel
{
    private static readonly Error NotConfirmed = new("erasure.not-confirmed", "Tick the box to say that you know it cannot be undone.", ErrorKind.Validation);

    [FromRoute(Name = "person")]
    public string Person { get; set; } = "";

    [BindProperty]
    public bool Confirmed { get; set; }

    public PreviewErasure.View? View { get; private set; }

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!PersonId.TryParse(Person, out var person))
        {
            return NotFound();
        }

        var preview = await mediator.Send(new PreviewErasure.Query(person), ct);
        if (preview.Error is { Kind: ErrorKind.NotFound })
        {
            return NotFound();
        }

        Problem ??= preview.Error;
        View = preview.Failed ? null : preview.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!PersonId.TryParse(Person, out var person))
        {
            return NotFound();
        }

        if (!Confirmed)
        {
            Problem = NotConfirmed;
            return await OnGetAsync(ct);
        }

        var requested = await mediator.Send(new RequestErasure.Command(person), ct);
        if (requested.Error is { } error)
        {
            Problem = error;
            return await OnGetAsync(ct);
        }

        Done = "The request is on its way. Unless a hold stands, nobody can read anything of them from now on.";
        return Redirect("/erasures");
    }
}
