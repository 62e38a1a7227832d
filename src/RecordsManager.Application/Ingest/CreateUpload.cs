using System.Text;
using FluentValidation;
using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Opens a resumable upload (tus 1.0 "creation").</summary>
public static class CreateUpload
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    public const long MaxBytes = 64L << 30;

    /// <param name="Length">Bytes; null when deferred.</param>
    /// <param name="Metadata">The header Upload-Metadata as it came.</param>
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(long? Length, string? Metadata) : ICommand<Result<Created>>;

    public sealed record Created(UploadId Id, DateTimeOffset ExpiresAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Length).GreaterThanOrEqualTo(0).When(c => c.Length is not null);
            RuleFor(c => c.Metadata).MaximumLength(4096);
        }
    }

    internal sealed class Handler(IWriteDb db, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<Created>>
    {
        public async Task<Result<Created>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.Length > MaxBytes)
            {
                return UploadErrors.TooLarge;
            }

            var now = clock.GetUtcNow();
            var id = UploadId.New(now);
            var metadata = await cipher.Seal(actor.Organization, SealedContexts.UploadMetadata(id), Encoding.UTF8.GetBytes(command.Metadata ?? ""), cancellationToken);
            var upload = new Upload(id, actor.Organization, metadata, command.Length, now, now + Lifetime);
            db.Add(upload);
            return new Created(id, upload.ExpiresAt);
        }
    }
}
