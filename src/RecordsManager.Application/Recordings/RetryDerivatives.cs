using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Makes the failed derivatives of a recording again.</summary>
public static class RetryDerivatives
{
    [Requires(Permission.RecordingsDispose)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IWorkSignal signal) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.Recording(command.Recording, cancellationToken) is null)
            {
                return RecordingErrors.NotFound;
            }

            foreach (var derivative in await db.Derivatives(command.Recording, cancellationToken))
            {
                derivative.Retry();
            }

            work.AfterCommit(ct => signal.Poke(WorkKind.Derivatives, ct));
            return Result.Ok;
        }
    }
}
