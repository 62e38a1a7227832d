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

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IObjectVault vault, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var upload = await db.Upload(command.Upload, cancellationToken);
            if (upload is null || upload.Delivery is not null)
            {
                return UploadErrors.NotFound;
            }

            var organization = actor.Organization;
            var parts = upload.Parts.Select(p => p.Object).ToList();
            db.Remove(upload);
            work.AfterCommit(ct => vault.Destroy(organization, parts, ct));
            return Result.Ok;
        }
    }
}
