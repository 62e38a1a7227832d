using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Somebody asked for media of a recording and got none. What they asked with stays out: it could be anything.</summary>
public static class NoteRefusal
{
    /// <param name="Refused">One of <see cref="PlaybackErrors"/>.</param>
    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording, Error Refused) : ICommand<Result>;

    internal sealed class Handler(IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            work.Record(new LedgerFact("access.refused", command.Recording.ToString(), null, new Dictionary<string, string> { ["reason"] = command.Refused.Code }));
            return Task.FromResult(Result.Ok);
        }
    }
}
