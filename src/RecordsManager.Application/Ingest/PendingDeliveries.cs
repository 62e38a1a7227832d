using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Received and not finished: also those whose worker died.</summary>
public static class PendingDeliveries
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<DeliveryId>>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<DeliveryId>>
    {
        public async Task<IReadOnlyList<DeliveryId>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.Deliveries.Where(d => d.State == DeliveryState.Received || d.State == DeliveryState.Working)
                .OrderBy(d => d.ReceivedAt).Select(d => d.Id).ToListAsync(cancellationToken);
    }
}
