using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Deletes a transcript with all its lines. The recording stays.</summary>
public static class DeleteTranscript
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

            var lines = await db.LinesOf(transcript.Id, cancellationToken);
            foreach (var line in lines)
            {
                db.Remove(line);
            }

            transcript.Delete(lines.Count);
            db.Remove(transcript);
            return Result.Ok;
        }
    }
}
