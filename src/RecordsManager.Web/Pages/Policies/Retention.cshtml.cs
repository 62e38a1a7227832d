using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Retention;
using RecordsManager.Domain;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>What is kept how long, and what would a change do?</summary>
public sealed class RetentionModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "keep")]
    public int? Keep { get; set; }

    [FromQuery(Name = "unit")]
    public string? Unit { get; set; }

    [FromQuery(Name = "grace")]
    public int? Grace { get; set; }

    [TempData]
    public string? Done { get; set; }

    public ShowRetentionPolicy.View View { get; private set; } = null!;

    public Error? Problem { get; private set; }

    public string? Tried => Keep is { } number && Unit is "D" or "M" or "Y" ? string.Create(CultureInfo.InvariantCulture, $"P{Keep}{Unit}") : null;

    public (int Number, string Unit) Shown => Tried is not null ? (Keep!.Value, Unit!) : Figures.PeriodParts(View.Keep);

    public async Task OnGetAsync(CancellationToken ct)
    {
        View = await mediator.Send(new ShowRetentionPolicy.Query(Tried, Tried is null ? null : Grace), ct);
        Problem ??= View.Error;
    }

    public async Task<IActionResult> OnPostAsync(string period, int graceDays, CancellationToken ct)
    {
        var changed = await mediator.Send(new ChangeRetentionPolicy.Command(period, graceDays), ct);
        if (changed.Error is { } error)
        {
            Problem = error;
            await OnGetAsync(ct);
            return Page();
        }

        Done = "The policy is in force. Every kept recording has its new date.";
        return Redirect("/policies/retention");
    }
}
