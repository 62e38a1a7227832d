using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Somebody asks for one delivery: it is worked off now, whether it failed or waits for its next try.</summary>
public static class RetryDelivery
{
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(DeliveryId Delivery) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IWorkSignal signal) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var delivery = await db.Delivery(command.Delivery, cancellationToken);
            if (delivery is null)
            {
                return DeliveryErrors.NotFound;
            }

            work.AfterCommit(ct => signal.Poke(WorkKind.Deliveries, ct));
            return delivery.Retry();
        }
    }
}
