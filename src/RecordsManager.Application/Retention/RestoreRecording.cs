using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>Takes a recording out of the bin; it is kept for at least another grace, so that the next sweep leaves it alone.</summary>
public static class RestoreRecording
{
    [Requires(Permission.RecordingsDispose)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var policy = await db.RetentionPolicy(cancellationToken);
            var zone = (await db.Organization(cancellationToken)).Zone();
            return recording.Restore(new RetentionPeriod(0, 0, Math.Max(1, policy.GraceDays)).EndAfter(clock.GetUtcNow(), zone));
        }
    }
}
