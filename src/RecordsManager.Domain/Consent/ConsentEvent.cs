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

    /// <summary>Against a recording that does not rest on consent (GDPR art. 21).</summary>
    Objected,

    /// <summary>Stayed after the notice without an answer: implied consent where law and policy accept it.</summary>
    Continued,

    /// <summary>A periodic tone was heard, where the law takes it for a notice.</summary>
    BeepTone,
}

/// <summary>What a withdrawal takes back.</summary>
public enum WithdrawalReach
{
    /// <summary>From its moment on: what was agreed to before stays (GDPR art. 7(3)).</summary>
    Onward,

    /// <summary>All of it, as if it had never been agreed to.</summary>
    Everything,
}

/// <summary>Who expressed it.</summary>
public enum ConsentSpeaker
{
    Self,

    /// <summary>A parent or guardian, for a minor: beside the minor's own assent, never instead of it.</summary>
    Guardian,

    /// <summary>An agent who heard it and wrote it down.</summary>
    Agent,
}

/// <summary>An append-only fact about one participant's consent to one call's recording.</summary>
public sealed class ConsentEvent
{
    private ConsentEvent()
    {
    }

    public ConsentEvent(
        ConsentEventId id, OrganizationId organization, RecordingId recording, ParticipantId participant, PersonId person, ConsentEventKind kind, DateTimeOffset at, DateTimeOffset recordedAt, ConsentEvidence evidence)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Participant = participant;
        Person = person;
        Kind = kind;
        At = at;
        RecordedAt = recordedAt;
        Method = evidence.Method;
        Notice = evidence.Notice;
        NoticeSha256 = evidence.NoticeSha256;
        Language = evidence.Language;
        EvidenceReference = evidence.Reference;
        Purposes = evidence.Purposes ?? Purpose.Asked;
        Media = evidence.Media;
        Reach = evidence.Reach;
        By = evidence.By;
        NoticeOnRecording = evidence.NoticeOnRecording;
        Digit = evidence.Digit;
        PromptId = evidence.PromptId;
        Outcome = evidence.Outcome;
        Asked = evidence.Asked;
    }

    public ConsentEventId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public PersonId Person { get; private set; }

    public ConsentEventKind Kind { get; private set; }

    /// <summary>When it happened; the product may tell. Within the call it bounds the consent window.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When it was written here.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>click, spoken, dtmf, written, announcement, api.</summary>
    public string Method { get; private set; } = "";

    public NoticeId? Notice { get; private set; }

    /// <summary>Of the exact text shown, lower-case hex.</summary>
    public string? NoticeSha256 { get; private set; }

    /// <summary>The purposes whose parts of the notice were shown; with the notice they give the text of <see cref="NoticeSha256"/>. Null: all of them.</summary>
    public IReadOnlyList<string>? Asked { get; private set; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; private set; }

    /// <summary>Where the product keeps its own evidence; never personal data.</summary>
    public string? EvidenceReference { get; private set; }

    /// <summary>Words of <see cref="Purpose"/>, or an organization's own.</summary>
    public IReadOnlyList<string> Purposes { get; private set; } = Purpose.Asked;

    public MediaKinds Media { get; private set; } = MediaKinds.All;

    /// <summary>Of a withdrawal; null leaves it to when it was said: during the call onward, after it everything.</summary>
    public WithdrawalReach? Reach { get; private set; }

    public ConsentSpeaker By { get; private set; }

    /// <summary>A yes or a no, rather than something that happened to the participant.</summary>
    public bool IsAnswer => Kind is ConsentEventKind.Granted or ConsentEventKind.Refused or ConsentEventKind.Withdrawn;

    /// <summary>The announcement can be heard on the recording itself (RCW 9.73.030(3)).</summary>
    public bool NoticeOnRecording { get; private set; }

    /// <summary>The key that was pressed, where the answer was keyed by telephone.</summary>
    public string? Digit { get; private set; }

    /// <summary>The product's id of the spoken question.</summary>
    public string? PromptId { get; private set; }

    /// <summary>How a question ended that got no answer: ambiguous, timeout, hang-up. No answer is no consent.</summary>
    public string? Outcome { get; private set; }
}

/// <param name="Purposes">Null: what the notice asks for when it says nothing else, <see cref="Purpose.Asked"/>.</param>
public sealed record ConsentEvidence(
    string Method,
    NoticeId? Notice = null,
    string? NoticeSha256 = null,
    string? Language = null,
    string? Reference = null,
    IReadOnlyList<string>? Purposes = null,
    MediaKinds Media = MediaKinds.All,
    WithdrawalReach? Reach = null,
    ConsentSpeaker By = ConsentSpeaker.Self,
    bool NoticeOnRecording = false,
    string? Digit = null,
    string? PromptId = null,
    string? Outcome = null,
    IReadOnlyList<string>? Asked = null);
