using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Sets an approved transcript back to draft: recipients see it no more until it is approved again.</summary>
public static class ReopenTranscript
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, TranscriptId Transcript) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.Transcript(command.Transcript, cancellationToken) is not { } transcript || transcript.Recording != command.Recording)
            {
                return TranscriptErrors.NotFound;
            }

            transcript.Reopen();
            return Result.Ok;
        }
    }
}
