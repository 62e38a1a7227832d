using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>
/// Takes a delivery into the inbox: its row and its idempotency key are one transaction, its bytes are durable already.
/// After the acknowledgement nothing of it can be lost. The same key and files again is the same delivery.
/// </summary>
public static class ReceiveDelivery
{
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(string Adapter, string? IdempotencyKey, IReadOnlyList<File> Files) : ICommand<Result<Received>>;

    public sealed record File(string Name, UploadId Upload);

    /// <param name="IsNew">False: it was received before.</param>
    public sealed record Received(DeliveryId Delivery, DeliveryState State, bool IsNew);

    internal sealed class Handler(
        IWriteDb db, IEnumerable<IIngestAdapter> adapters, DeliverySeal seal, IUnitOfWork work, IWorkSignal signal, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<Received>>
    {
        public async Task<Result<Received>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (Refusal(command) is { } refusal)
            {
                return refusal;
            }

            if (await db.DeliveryByKey(command.IdempotencyKey!, cancellationToken) is { } known)
            {
                return await SameAgain(known, command, cancellationToken);
            }

            var now = clock.GetUtcNow();
            var id = DeliveryId.New(now);
            foreach (var file in command.Files)
            {
                var upload = await db.Upload(file.Upload, cancellationToken);
                if (upload is null || !upload.IsComplete || upload.Delivery is not null)
                {
                    return DeliveryErrors.UploadMissing;
                }

                upload.TakenBy(id);
            }

            var sealedFiles = await seal.Files(actor.Organization, id, [.. command.Files.Select(f => new StagedFile(f.Name, f.Upload.Value))], cancellationToken);
            db.Add(new Delivery(id, actor.Organization, command.Adapter, command.IdempotencyKey!, sealedFiles, command.Files.Count, now));
            work.AfterCommit(ct => signal.Poke(WorkKind.Deliveries, ct));
            return new Received(id, DeliveryState.Received, IsNew: true);
        }

        private Error? Refusal(Command command) =>
            !adapters.Any(a => a.Name == command.Adapter) ? DeliveryErrors.AdapterUnknown
            : command.IdempotencyKey is not { Length: > 0 and <= 128 } ? DeliveryErrors.KeyMissing
            : command.Files.Count == 0 ? DeliveryErrors.Empty
            : !command.Files.All(f => DeliveredName.IsSafe(f.Name)) ? DeliveryErrors.PathTraversal
            : command.Files.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != command.Files.Count ? DeliveryErrors.NameTwice
            : null;

        private async Task<Result<Received>> SameAgain(Delivery known, Command command, CancellationToken ct)
        {
            // Erasure or completion may have taken the names away; then the key alone says that it is the same.
            var files = await seal.Files(known, ct);
            var same = known.Adapter == command.Adapter
                && (files.Count == 0 || files.Select(f => f.Name).Order(StringComparer.Ordinal).SequenceEqual(command.Files.Select(f => f.Name).Order(StringComparer.Ordinal)));
            return same ? new Received(known.Id, known.State, IsNew: false) : DeliveryErrors.KeyReused;
        }
    }
}
