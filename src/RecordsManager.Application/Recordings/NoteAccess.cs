using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Somebody reads media of a recording. Without this entry on the ledger not a byte leaves.</summary>
public static class NoteAccess
{
    /// <param name="Rendition">video, video-&lt;height&gt;, mix, a participant's or a track's id, waveforms, transcript, search, or download of a movie or a sound.</param>
    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording, string Rendition) : ICommand<Result>;

    internal sealed class Handler(IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            work.Record(new LedgerFact("recording.accessed", command.Recording.ToString(), null, new Dictionary<string, string> { ["rendition"] = command.Rendition }));
            return Task.FromResult(Result.Ok);
        }
    }
}
