using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Received and not finished, and their time has come: also those whose worker died.</summary>
public static class PendingDeliveries
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<DeliveryId>>;

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<DeliveryId>>
    {
        public async Task<IReadOnlyList<DeliveryId>> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            return await db.Deliveries.Where(d => (d.State == DeliveryState.Received || d.State == DeliveryState.Working) && (d.NotBefore == null || d.NotBefore <= now))
                .OrderBy(d => d.ReceivedAt).Select(d => d.Id).ToListAsync(cancellationToken);
        }
    }
}
