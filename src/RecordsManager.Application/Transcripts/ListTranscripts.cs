using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Which transcripts are there? Drafts only for who edits them.</summary>
public static class ListTranscripts
{
    [Requires(Permission.RecordingsRead)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<IReadOnlyList<Row>>>;

    /// <param name="ApprovedBy">Pseudonymous.</param>
    public sealed record Row(TranscriptId Id, string Language, TranscriptSource Source, TranscriptState State, int Lines, DateTimeOffset MadeAt, string? ApprovedBy, DateTimeOffset? ApprovedAt, int Version);

    internal sealed class Handler(IReadDb db, ICurrentActor actor) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (!await db.Recordings.AnyAsync(r => r.Id == query.Recording, cancellationToken))
            {
                return RecordingErrors.NotFound;
            }

            var lines = db.TranscriptLines;
            var seesDrafts = actor.May(Permission.TranscriptsWrite);
            return await db.Transcripts.Where(t => t.Recording == query.Recording && (seesDrafts || t.State == TranscriptState.Approved)).OrderBy(t => t.MadeAt)
                .Select(t => new Row(t.Id, t.Language, t.Source, t.State, lines.Count(l => l.Transcript == t.Id), t.MadeAt, t.ApprovedBy, t.ApprovedAt, t.Version))
                .ToListAsync(cancellationToken);
        }
    }
}
