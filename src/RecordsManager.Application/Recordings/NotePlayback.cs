using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Somebody signed in started to play, and their player says so.</summary>
public static class NotePlayback
{
    [Requires(Permission.RecordingsRead)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.Recording(command.Recording, cancellationToken) is not { Tracks.Count: > 0 } recording)
            {
                return RecordingErrors.NotFound;
            }

            if (PlaybackGate.Refuses(recording, link: null, clock.GetUtcNow()) is { } refused)
            {
                return refused;
            }

            work.Record(new LedgerFact("recording.viewed", command.Recording.ToString()));
            return Result.Ok;
        }
    }
}
