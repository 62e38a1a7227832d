using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>A transcript for who edits it: behind the same rules as for everybody, since nobody corrects what they may not read.</summary>
public static class ShowTranscript
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Query(RecordingId Recording, TranscriptId Transcript) : IQuery<Result<TranscriptView>>;

    internal sealed class Handler(IReadDb db, TranscriptViews views) : IRequestHandler<Query, Result<TranscriptView>>
    {
        public async Task<Result<TranscriptView>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            var transcript = await db.Transcripts.FirstOrDefaultAsync(t => t.Id == query.Transcript && t.Recording == query.Recording, cancellationToken);
            return recording is null || transcript is null ? TranscriptErrors.NotFound : await views.Of(recording, transcript, throughLink: false, cancellationToken);
        }
    }
}
