using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>How far is the engine, and what failed?</summary>
public static class ListTranscriptions
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    public sealed record View(bool EngineIsOn, IReadOnlyList<Row> Rows);

    public sealed record Row(TranscriptionId Id, ParticipantId Participant, PersonName Person, string Language, TranscriptionState State, int Lines, int Attempts, string? Failure, DateTimeOffset RequestedAt);

    internal sealed class Handler(IReadDb db, PersonNames names, ITranscriptionEngine engine) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken) is not { } recording)
            {
                return RecordingErrors.NotFound;
            }

            var people = await names.Of(recording.Participants.Select(p => p.Person), cancellationToken);
            var rows = await db.Transcriptions.Where(t => t.Recording == query.Recording).OrderBy(t => t.RequestedAt).ThenBy(t => t.Id).ToListAsync(cancellationToken);
            return new View(engine.IsOn, rows.ConvertAll(t => new Row(
                t.Id, t.Participant, people[recording.FindParticipant(t.Participant)!.Person], t.Language, t.State, t.Lines, t.Attempts, t.Failure, t.RequestedAt)));
        }
    }
}
