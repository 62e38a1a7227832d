using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Forgets uploads that expired before a delivery took them (tus "expiration"); the janitor takes their bytes.</summary>
public static class SweepUploads
{
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

            return Result.Ok;
        }
    }
}
