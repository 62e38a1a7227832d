using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>How many bytes are durable (tus HEAD).</summary>
public static class ShowUpload
{
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Query(UploadId Upload) : IQuery<Result<View>>;

    /// <param name="Metadata">The header Upload-Metadata as it came with the creation; empty where there was none.</param>
    public sealed record View(UploadId Id, long? Length, long Offset, string Metadata, DateTimeOffset ExpiresAt);

    internal sealed class Handler(IReadDb db, IOrganizationCipher cipher, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var upload = await db.Uploads.FirstOrDefaultAsync(u => u.Id == query.Upload, cancellationToken);
            if (upload is null)
            {
                return UploadErrors.NotFound;
            }

            if (upload.ExpiresAt <= clock.GetUtcNow())
            {
                return UploadErrors.Expired;
            }

            var metadata = await cipher.Open(upload.Organization, SealedContexts.UploadMetadata(upload.Id), upload.SealedMetadata, cancellationToken);
            return new View(upload.Id, upload.Length, upload.Offset, Encoding.UTF8.GetString(metadata), upload.ExpiresAt);
        }
    }
}
