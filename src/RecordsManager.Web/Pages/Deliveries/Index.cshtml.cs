using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Deliveries;

/// <summary>Did everything arrive?</summary>
public sealed class IndexModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "state")]
    public DeliveryState? State { get; set; }

    public IReadOnlyList<ListDeliveries.Row> Rows { get; private set; } = [];

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => Rows = await mediator.Send(new ListDeliveries.Query(State), ct);

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken ct)
    {
        var retried = await mediator.Send(new RetryFailedDeliveries.Command(), ct);
        if (retried.Error is { } error)
        {
            Problem = error;
            await OnGetAsync(ct);
            return Page();
        }

        var (count, rest) = (retried.Value.Deliveries, retried.Value.Remaining);
        Done = $"{Figures.Count(count, "delivery", "deliveries")} {(count == 1 ? "is" : "are")} being tried again{(rest > 0 ? $"; {Figures.Count(rest, "more was", "more were")} left for another click" : "")}.";
        return Redirect("/deliveries");
    }
}
