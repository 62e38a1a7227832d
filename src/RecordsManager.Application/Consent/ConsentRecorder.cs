using System.Globalization;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Writes a consent event, its ledger entry and what follows for the tracks, all in the caller's transaction.</summary>
internal sealed class ConsentRecorder(IWriteDb db, ConsentGate gate, PersonNames names, IUnitOfWork work, IWorkSignal signal, ICurrentActor actor, TimeProvider clock)
{
    public async Task<Result<ConsentEventId>> Record(Recording recording, ParticipantId participantId, ConsentEventKind kind, DateTimeOffset? at, ConsentEvidence evidence, CancellationToken ct)
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
        if (kind == ConsentEventKind.Withdrawn && evidence.Reach is null)
        {
            evidence = evidence with { Reach = recording.IsDuring(at ?? now) ? WithdrawalReach.Onward : WithdrawalReach.Everything };
        }

        var happened = new ConsentEvent(ConsentEventId.New(now), actor.Organization, recording.Id, participant.Id, participant.Person, kind, at ?? now, now, evidence);
        db.Add(happened);
        work.Record(new LedgerFact("consent." + Word(kind), recording.Id.ToString(), participant.Person, Details(happened), await Personal(participant, happened, ct)));
        if (await gate.Apply(recording, [happened], now, ct))
        {
            work.AfterCommit(token => signal.Poke(WorkKind.Derivatives, token));
        }

        return happened.Id;
    }

    /// <summary>What a court will ask and the entry must not say: who it was, where, in which language, with which evidence.</summary>
    private async Task<Dictionary<string, string>> Personal(Participant participant, ConsentEvent happened, CancellationToken ct)
    {
        var where = participant.WhereaboutsAt(happened.At);
        return new Dictionary<string, string>
        {
            ["name"] = (await names.Of(participant.Person, ct)).DisplayName,
            ["location"] = where is { Locations.Count: > 0 } ? string.Join(' ', where.Locations) : "unknown",
            ["role"] = participant.Role ?? "",
            ["language"] = happened.Language ?? "",
            ["evidence"] = happened.EvidenceReference ?? "",
        };
    }

    private static Dictionary<string, string> Details(ConsentEvent happened)
    {
        var details = new Dictionary<string, string>
        {
            ["event"] = happened.Id.ToString(),
            ["participant"] = happened.Participant.ToString(),
            ["method"] = happened.Method,
            ["notice"] = happened.NoticeSha256 ?? "",
            ["at"] = Iso(happened.At),
            ["purposes"] = string.Join(' ', happened.Purposes),
            ["media"] = Words(happened.Media),
            ["by"] = happened.By.ToString().ToLowerInvariant(),
        };
        Say("asked", happened.Asked is { } asked ? string.Join(' ', asked) : null);
        Say("reach", happened.Reach?.ToString().ToLowerInvariant());
        Say("digit", happened.Digit);
        Say("prompt", happened.PromptId);
        Say("outcome", happened.Outcome);
        return details;

        void Say(string name, string? value)
        {
            if (value is not null)
            {
                details[name] = value;
            }
        }
    }

    private static string Word(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.Notified => "notified",
        ConsentEventKind.Acknowledged => "acknowledged",
        ConsentEventKind.Granted => "granted",
        ConsentEventKind.Refused => "refused",
        ConsentEventKind.Withdrawn => "withdrawn",
        ConsentEventKind.Objected => "objected",
        ConsentEventKind.Continued => "continued",
        _ => "beep-tone",
    };

    private static string Words(MediaKinds media) =>
        string.Join(' ', Enum.GetValues<MediaKinds>().Where(m => m is not (MediaKinds.None or MediaKinds.All) && media.HasFlag(m)).Select(m => m.ToString().ToLowerInvariant()));

    private static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
