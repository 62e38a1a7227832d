using MediatR;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Api;

internal static class DeliveriesApi
{
    public static void MapDeliveries(this RouteGroupBuilder api)
    {
        api.MapPost("/ingest/{adapter}", Receive).WithName("ReceiveDelivery").WithTags("Ingest");
        api.MapGet("/deliveries", List).WithName("ListDeliveries").WithTags("Ingest");
        api.MapGet("/deliveries/{delivery}", Show).WithName("ShowDelivery").WithTags("Ingest");
        api.MapPost("/deliveries/{delivery}/retry", Retry).WithName("RetryDelivery").WithTags("Ingest");
        api.MapPost("/deliveries/retry", RetryAll).WithName("RetryFailedDeliveries").WithTags("Ingest");
        api.MapPost("/deliveries/{delivery}/discard", Discard).WithName("DiscardDelivery").WithTags("Ingest");
    }

    internal sealed record DeliveryRequest(IReadOnlyList<DeliveryFile>? Files);

    internal sealed record DeliveryFile(string? Name, string? Upload);

    internal sealed record DeliveryAccepted(string Delivery, string Status, string StatusUrl);

    /// <param name="NotBefore">It was set back, and is not tried again by itself before then.</param>
    internal sealed record DeliveryStatus(
        string Id, string Adapter, string Status, string? Recording, int Attached, int Expected, int Attempts, DateTimeOffset ReceivedAt, DateTimeOffset? FinishedAt, DateTimeOffset? NotBefore,
        IReadOnlyList<string> Files, IReadOnlyList<string> Steps, IReadOnlyList<ManifestWarning> Warnings, ShowDelivery.ErrorView? Error);

    /// <summary>Takes uploaded files as one delivery. 202: durable and waiting; 200: the same delivery was received before.</summary>
    private static async Task<IResult> Receive(
        string adapter, DeliveryRequest body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, IMediator mediator, CancellationToken ct)
    {
        List<ReceiveDelivery.File> files = [];
        foreach (var file in body.Files ?? [])
        {
            if (!UploadId.TryParse(file.Upload, out var upload))
            {
                return DeliveryErrors.UploadMissing.ToProblem();
            }

            files.Add(new ReceiveDelivery.File(file.Name ?? "", upload));
        }

        var received = await mediator.Send(new ReceiveDelivery.Command(adapter, idempotencyKey, files), ct);
        if (received.Error is { } error)
        {
            return error.ToProblem();
        }

        var (delivery, state, isNew) = received.Value;
        var address = $"/api/v1/deliveries/{delivery}";
        var accepted = new DeliveryAccepted(delivery.ToString(), Word(state), address);
        return isNew ? TypedResults.Accepted(address, accepted) : TypedResults.Ok(accepted);
    }

    /// <summary>The last 200 deliveries, newest first.</summary>
    private static async Task<IReadOnlyList<ListDeliveries.Row>> List(IMediator mediator, CancellationToken ct) =>
        await mediator.Send(new ListDeliveries.Query(), ct);

    /// <summary>How far a delivery is, and what went wrong with it.</summary>
    private static async Task<IResult> Show(string delivery, IMediator mediator, CancellationToken ct)
    {
        if (!DeliveryId.TryParse(delivery, out var id))
        {
            return DeliveryErrors.NotFound.ToProblem();
        }

        var shown = await mediator.Send(new ShowDelivery.Query(id), ct);
        return shown.Error is { } error ? error.ToProblem() : TypedResults.Ok(Status(shown.Value));
    }

    /// <summary>Works all failed deliveries off again, and those that wait for their next try, up to a thousand at once.</summary>
    private static async Task<IResult> RetryAll(IMediator mediator, CancellationToken ct)
    {
        var retried = await mediator.Send(new RetryFailedDeliveries.Command(), ct);
        return retried.Error is { } error ? error.ToProblem() : TypedResults.Ok(retried.Value);
    }

    /// <summary>Works a delivery off again that failed, or that waits for its next try.</summary>
    private static async Task<IResult> Retry(string delivery, IMediator mediator, CancellationToken ct)
    {
        var retried = await mediator.Send(new RetryDelivery.Command(DeliveryId.TryParse(delivery, out var id) ? id : default), ct);
        return retried.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    /// <summary>Gives a failed delivery up and destroys what was staged.</summary>
    private static async Task<IResult> Discard(string delivery, IMediator mediator, CancellationToken ct)
    {
        var discarded = await mediator.Send(new DiscardDelivery.Command(DeliveryId.TryParse(delivery, out var id) ? id : default), ct);
        return discarded.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    private static DeliveryStatus Status(ShowDelivery.View view) => new(
        view.Id.ToString(), view.Adapter, Word(view.State), view.Recording?.ToString(), view.Attached, view.Expected, view.Attempts, view.ReceivedAt, view.FinishedAt, view.NotBefore,
        view.Files, view.Steps, view.Warnings, view.Error);

    private static string Word(DeliveryState state) => state switch
    {
        DeliveryState.Received => "received",
        DeliveryState.Working => "working",
        DeliveryState.Complete => "complete",
        DeliveryState.Failed => "failed",
        _ => "discarded",
    };
}
