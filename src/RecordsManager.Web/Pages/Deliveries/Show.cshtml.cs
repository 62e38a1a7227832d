using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Pages.Deliveries;

/// <summary>One delivery with its steps, its files, its error and what to do about it.</summary>
public sealed class ShowModel(IMediator mediator) : PageModel
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    public ShowDelivery.View View { get; private set; } = null!;

    public Error? Problem { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!DeliveryId.TryParse(Id, out var delivery) || await mediator.Send(new ShowDelivery.Query(delivery), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        View = shown.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken ct) =>
        DeliveryId.TryParse(Id, out var delivery)
            ? await After(await mediator.Send(new RetryDelivery.Command(delivery), ct), "It is being tried again.", ct)
            : NotFound();

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken ct) =>
        DeliveryId.TryParse(Id, out var delivery)
            ? await After(await mediator.Send(new DiscardDelivery.Command(delivery), ct), "The delivery was discarded; its bytes are destroyed.", ct)
            : NotFound();

    private async Task<IActionResult> After(Result result, string done, CancellationToken ct)
    {
        if (result.Error is { } error)
        {
            Problem = error;
            return await OnGetAsync(ct);
        }

        Done = done;
        return Redirect($"/deliveries/{Id}");
    }
}
