using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

public enum ConsentEventKind
{
    Notified,
    Acknowledged,
    Granted,
    Refused,
    Withdrawn,
}

/// <summary>An append-only fact about one participant's consent to one call's recording.</summary>
public sealed class ConsentEvent
{
    private ConsentEvent()
    {
    }

    public ConsentEvent(ConsentEventId id, OrganizationId organization, RecordingId recording, ParticipantId participant, PersonId person, ConsentEventKind kind, DateTimeOffset at, ConsentEvidence evidence)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Participant = participant;
        Person = person;
        Kind = kind;
        At = at;
        Method = evidence.Method;
        Notice = evidence.Notice;
        NoticeSha256 = evidence.NoticeSha256;
        Language = evidence.Language;
        EvidenceReference = evidence.Reference;
    }

    public ConsentEventId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public PersonId Person { get; private set; }

    public ConsentEventKind Kind { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>click, spoken, dtmf, written, api.</summary>
    public string Method { get; private set; } = "";

    public NoticeId? Notice { get; private set; }

    /// <summary>Of the exact text shown, lower-case hex.</summary>
    public string? NoticeSha256 { get; private set; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; private set; }

    /// <summary>Where the product keeps its own evidence; never personal data.</summary>
    public string? EvidenceReference { get; private set; }
}

public sealed record ConsentEvidence(string Method, NoticeId? Notice = null, string? NoticeSha256 = null, string? Language = null, string? Reference = null);
