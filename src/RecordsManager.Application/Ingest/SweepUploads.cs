using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>
/// Forgets uploads that expired before a delivery took them (tus "expiration"), and gives up deliveries that failed a month
/// ago and that nobody retried: what is staged is under nobody's own key. The janitor takes the bytes.
/// </summary>
public static class SweepUploads
{
    private static readonly TimeSpan KeepFailed = TimeSpan.FromDays(30);

    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IReadDb read, IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var expired = await read.Uploads.Where(u => u.Delivery == null && u.ExpiresAt <= now).OrderBy(u => u.ExpiresAt).Select(u => u.Id).Take(100).ToListAsync(cancellationToken);
            foreach (var id in expired)
            {
                if (await db.Upload(id, cancellationToken) is { } upload)
                {
                    db.Remove(upload);
                }
            }

            var stale = now - KeepFailed;
            var failed = await read.Deliveries.Where(d => d.State == DeliveryState.Failed && d.FinishedAt <= stale).OrderBy(d => d.FinishedAt).Select(d => d.Id).Take(100).ToListAsync(cancellationToken);
            foreach (var id in failed)
            {
                if (await db.Delivery(id, cancellationToken) is { } delivery && !delivery.Discard(now).Failed)
                {
                    delivery.Forget();
                    foreach (var upload in await db.UploadsOf(id, cancellationToken))
                    {
                        db.Remove(upload);
                    }
                }
            }

            return Result.Ok;
        }
    }
}
