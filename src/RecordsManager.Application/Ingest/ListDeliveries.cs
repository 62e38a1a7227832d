using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>Did everything arrive? Newest first.</summary>
public static class ListDeliveries
{
    [Requires(Permission.DeliveriesRead)]
    public sealed record Query(DeliveryState? State = null) : IQuery<IReadOnlyList<Row>>;

    /// <param name="NotBefore">It was set back, and is not tried again by itself before then.</param>
    public sealed record Row(
        DeliveryId Id, string Adapter, DeliveryState State, int Files, int Attached, int Expected, int Warnings, string? ErrorCode, RecordingId? Recording, string? Title, DateTimeOffset ReceivedAt, DateTimeOffset? FinishedAt,
        int Attempts, DateTimeOffset? NotBefore);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recordings = db.Recordings;
            return await db.Deliveries.Where(d => query.State == null || d.State == query.State)
                .OrderByDescending(d => d.ReceivedAt).Take(200)
                .Select(d => new Row(
                    d.Id, d.Adapter, d.State, d.FileCount, d.Attached, d.Expected, d.Warnings, d.ErrorCode, d.Recording,
                    recordings.Where(r => r.Id == d.Recording).Select(r => r.Title).FirstOrDefault(), d.ReceivedAt, d.FinishedAt, d.Attempts, d.NotBefore))
                .ToListAsync(cancellationToken);
        }
    }
}
