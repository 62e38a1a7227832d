using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>Forgets an upload that no delivery took (tus "termination").</summary>
public static class TerminateUpload
{
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(UploadId Upload) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IObjectVault vault, IWorkLock locks, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            // A request that still adds bytes ends first: what it had stored would belong to nobody.
            await using var mine = await locks.Take(command.Upload.ToString(), AppendToUpload.Patience, cancellationToken);
            if (mine is null)
            {
                return UploadErrors.Busy;
            }

            var upload = await db.Upload(command.Upload, cancellationToken);
            if (upload is null || upload.Delivery is not null)
            {
                return UploadErrors.NotFound;
            }

            var organization = actor.Organization;
            var parts = upload.Parts.Select(p => p.Object).ToList();
            db.Remove(upload);
            work.AfterCommit(ct => vault.Destroy(organization, parts, ct));
            await work.Commit(cancellationToken); // while the lock is held
            return Result.Ok;
        }
    }
}
