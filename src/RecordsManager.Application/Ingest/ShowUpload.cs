using MediatR;
using Microsoft.EntityFrameworkCore;
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

    public sealed record View(UploadId Id, long? Length, long Offset, DateTimeOffset ExpiresAt);

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var upload = await db.Uploads.FirstOrDefaultAsync(u => u.Id == query.Upload, cancellationToken);
            return upload is null || upload.ExpiresAt <= clock.GetUtcNow()
                ? UploadErrors.NotFound
                : new View(upload.Id, upload.Length, upload.Offset, upload.ExpiresAt);
        }
    }
}
