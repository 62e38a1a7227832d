using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

public static class ReleaseLegalHold
{
    [Requires(Permission.HoldsWrite)]
    public sealed record Command(RecordingId Recording, LegalHoldId Hold) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IWorkSignal signal, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            // A deferred erasure goes on as soon as nothing holds it.
            work.AfterCommit(ct => signal.Poke(WorkKind.Erasures, ct));
            return recording.ReleaseHold(command.Hold, clock.GetUtcNow());
        }
    }
}
