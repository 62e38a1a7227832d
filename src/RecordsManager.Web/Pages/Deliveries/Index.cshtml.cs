using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Pages.Deliveries;

/// <summary>Did everything arrive?</summary>
public sealed class IndexModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "state")]
    public DeliveryState? State { get; set; }

    public IReadOnlyList<ListDeliveries.Row> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Rows = await mediator.Send(new ListDeliveries.Query(State), ct);
}
