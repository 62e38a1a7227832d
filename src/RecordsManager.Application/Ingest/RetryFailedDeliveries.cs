using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>What made them fail is mended: all that failed and all that wait for their next try are worked off now.</summary>
public static class RetryFailedDeliveries
{
    /// <summary>So many at once; whoever has more asks again.</summary>
    private const int Most = 1000;

    [RepeatsOnConflict]
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command : ICommand<Result<Retried>>;

    /// <param name="Deliveries">How many are tried again.</param>
    /// <param name="Remaining">How many are left to be asked for.</param>
    public sealed record Retried(int Deliveries, int Remaining);

    internal sealed class Handler(IReadDb read, IWriteDb db, IUnitOfWork work, IWorkSignal signal) : IRequestHandler<Command, Result<Retried>>
    {
        public async Task<Result<Retried>> Handle(Command command, CancellationToken cancellationToken)
        {
            var waiting = read.Deliveries.Where(d => d.State == DeliveryState.Failed || (d.State == DeliveryState.Received && d.NotBefore != null));
            var all = await waiting.CountAsync(cancellationToken);
            var retried = 0;
            foreach (var id in await waiting.OrderBy(d => d.ReceivedAt).Select(d => d.Id).Take(Most).ToListAsync(cancellationToken))
            {
                if (await db.Delivery(id, cancellationToken) is { } delivery && !delivery.Retry().Failed)
                {
                    retried++;
                }
            }

            work.AfterCommit(ct => signal.Poke(WorkKind.Deliveries, ct));
            return new Retried(retried, Math.Max(0, all - Most));
        }
    }
}
