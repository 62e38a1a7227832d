using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Somebody signed in started to play: on the ledger before the first byte leaves.</summary>
public static class NotePlayback
{
    [Requires(Permission.RecordingsRead)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            work.Record(new LedgerFact("recording.viewed", command.Recording.ToString()));
            return Task.FromResult(Result.Ok);
        }
    }
}
