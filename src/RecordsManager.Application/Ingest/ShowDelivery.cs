using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>One delivery with its steps, its files, its error and what to do about it.</summary>
public static class ShowDelivery
{
    [Requires(Permission.DeliveriesRead)]
    public sealed record Query(DeliveryId Delivery) : IQuery<Result<View>>;

    /// <param name="Files">Names; empty once they were forgotten.</param>
    /// <param name="NotBefore">It was set back, and is not tried again by itself before then.</param>
    /// <param name="Error">Code, message and what to do; null unless failed.</param>
    public sealed record View(
        DeliveryId Id, string Adapter, DeliveryState State, int Attempts, int FileCount, int Attached, int Expected, RecordingId? Recording,
        DateTimeOffset ReceivedAt, DateTimeOffset? FinishedAt, DateTimeOffset? NotBefore, IReadOnlyList<string> Files, IReadOnlyList<string> Steps, IReadOnlyList<ManifestWarning> Warnings, ErrorView? Error);

    public sealed record ErrorView(string Code, string Message, string? WhatToDo);

    internal sealed class Handler(IReadDb db, DeliverySeal seal) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var delivery = await db.Deliveries.FirstOrDefaultAsync(d => d.Id == query.Delivery, cancellationToken);
            if (delivery is null)
            {
                return DeliveryErrors.NotFound;
            }

            var report = await seal.Report(delivery, cancellationToken);
            var files = await seal.Files(delivery, cancellationToken);
            var error = delivery is { ErrorCode: { } code, State: DeliveryState.Failed or DeliveryState.Discarded }
                ? new ErrorView(code, report?.Message ?? "The details were removed.", report?.WhatToDo)
                : null;
            return new View(
                delivery.Id, delivery.Adapter, delivery.State, delivery.Attempts, delivery.FileCount, delivery.Attached, delivery.Expected, delivery.Recording,
                delivery.ReceivedAt, delivery.FinishedAt, delivery.NotBefore, [.. files.Select(f => f.Name)], report?.Steps ?? [], report?.Warnings ?? [], error);
        }
    }
}
