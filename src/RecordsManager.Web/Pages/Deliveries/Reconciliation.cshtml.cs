using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Web.Pages.Deliveries;

/// <summary>Announced against arrived, for the calls of the last days.</summary>
public sealed class ReconciliationModel(IMediator mediator, TimeProvider clock) : PageModel
{
    public static readonly IReadOnlyList<int> Periods = [7, 30, 92];

    [FromQuery(Name = "days")]
    public int? AskedDays { get; set; }

    [FromQuery(Name = "all")]
    public bool ShowsAll { get; set; }

    public int Days => AskedDays is { } days && Periods.Contains(days) ? days : Periods[0];

    public ReconcileCalls.Report Report { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Report = await mediator.Send(new ReconcileCalls.Query(now.AddDays(-Days), now), ct);
    }

    public string Address(int days, bool all) => $"/deliveries/reconciliation?days={days}{(all ? "&all=true" : "")}";
}
