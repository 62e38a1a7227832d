using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Somebody vouches for it: from here on whoever may play the recording sees captions and transcript.</summary>
public static class ApproveTranscript
{
    /// <param name="Seen">The version that was read.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, TranscriptId Transcript, int Seen) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.Transcript(command.Transcript, cancellationToken) is not { } transcript || transcript.Recording != command.Recording)
            {
                return TranscriptErrors.NotFound;
            }

            return transcript.Approve(command.Seen, (await db.LinesOf(transcript.Id, cancellationToken)).Count, actor.Id, clock.GetUtcNow());
        }
    }
}
