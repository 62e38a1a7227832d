using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Gives up a failed delivery: its staged bytes are destroyed, its row and its error stay.</summary>
public static class DiscardDelivery
{
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(DeliveryId Delivery) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IObjectVault vault, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var delivery = await db.Delivery(command.Delivery, cancellationToken);
            if (delivery is null)
            {
                return DeliveryErrors.NotFound;
            }

            var discarded = delivery.Discard(clock.GetUtcNow());
            if (discarded.Failed)
            {
                return discarded;
            }

            var uploads = await db.UploadsOf(delivery.Id, cancellationToken);
            var parts = uploads.SelectMany(u => u.Parts).Select(p => p.Object).ToList();
            foreach (var upload in uploads)
            {
                db.Remove(upload);
            }

            var organization = actor.Organization;
            work.AfterCommit(ct => vault.Destroy(organization, parts, ct));
            return Result.Ok;
        }
    }
}
