using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Writes a consent event, its ledger entry and what follows for the tracks, all in the caller's transaction.</summary>
internal sealed class ConsentRecorder(IWriteDb db, ConsentGate gate, IUnitOfWork work, IWorkSignal signal, ICurrentActor actor, TimeProvider clock)
{
    public async Task<Result<ConsentEventId>> Record(Recording recording, ParticipantId participantId, ConsentEventKind kind, ConsentEvidence evidence, CancellationToken ct)
    {
        var participant = recording.FindParticipant(participantId);
        if (participant is null)
        {
            return RecordingErrors.ParticipantNotFound;
        }

        var person = await db.Person(participant.Person, ct);
        if (person is null || person.IsErased)
        {
            return ConsentErrors.PersonErased;
        }

        var now = clock.GetUtcNow();
        var happened = new ConsentEvent(ConsentEventId.New(now), actor.Organization, recording.Id, participant.Id, participant.Person, kind, now, evidence);
        db.Add(happened);
        work.Record(new LedgerFact("consent." + Word(kind), recording.Id.ToString(), participant.Person, new Dictionary<string, string>
        {
            ["event"] = happened.Id.ToString(),
            ["participant"] = participant.Id.ToString(),
            ["method"] = evidence.Method,
            ["notice"] = evidence.NoticeSha256 ?? "",
            ["language"] = evidence.Language ?? "",
        }));
        if (await gate.Apply(recording, [happened], now, ct))
        {
            work.AfterCommit(token => signal.Poke(WorkKind.Derivatives, token));
        }

        return happened.Id;
    }

    private static string Word(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.Notified => "notified",
        ConsentEventKind.Acknowledged => "acknowledged",
        ConsentEventKind.Granted => "granted",
        ConsentEventKind.Refused => "refused",
        _ => "withdrawn",
    };
}
