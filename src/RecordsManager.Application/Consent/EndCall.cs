using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>The product says that the call is over. Whoever is still in it has left with it; a second end changes nothing.</summary>
public static class EndCall
{
    [RepeatsOnConflict]
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, DateTimeOffset? At) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            recording.End(command.At ?? clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
