using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>What follows for one participant, with the reasons as data.</summary>
/// <param name="Media">The media that the three answers hold for; for the others they are no.</param>
/// <param name="Model">The strictest rule that applies.</param>
/// <param name="Rule">The jurisdiction that made it so.</param>
/// <param name="Purposes">The same for each purpose by itself.</param>
public sealed record ConsentDecision(
    bool MayCapture,
    bool MayRetain,
    bool MayPlay,
    MediaKinds Media,
    ConsentModel Model,
    JurisdictionRule Rule,
    string PackVersion,
    Requirement Requirement,
    IReadOnlyList<Reason> Reasons,
    IReadOnlyList<PurposeDecision> Purposes)
{
    public bool Covers(TrackKind kind) => MayPlay && Media.HasFlag(kind.Media());

    /// <summary>Null for a purpose that the rules know nothing of.</summary>
    public PurposeDecision? For(string purpose) => Purposes.FirstOrDefault(p => p.Purpose == purpose);

    /// <summary>The reasons' codes, for logs and the ledger.</summary>
    public IEnumerable<string> Codes => Reasons.Select(r => r.Code);
}

/// <param name="Code">One of <c>consent-model.md</c> section 8.</param>
/// <param name="Jurisdiction">Code of the place whose rule it is; null where it is not a place's.</param>
/// <param name="Citation">Statute, regulation or policy it rests on.</param>
/// <param name="CausedBy">The participant whose place or answer it is; null where it is nobody's.</param>
public sealed record Reason(string Code, string? Jurisdiction = null, string? Citation = null, ParticipantId? CausedBy = null);

/// <summary>What has to be asked of a participant, and when.</summary>
public sealed record Requirement(NoticeForm Notice, AnswerForm Answer, AnswerTime When);

public enum NoticeForm
{
    None,
    Told,

    /// <summary>The announcement must be heard on the recording itself.</summary>
    ToldOnRecording,
}

public enum AnswerForm
{
    None,

    /// <summary>Staying after the notice is enough.</summary>
    Acknowledgement,

    /// <summary>An act of their own: a click, a key, a spoken yes.</summary>
    OptIn,
}

public enum AnswerTime
{
    BeforeCapture,
    BeforeUse,
}

public sealed record PurposeDecision(string Purpose, Requirement Requirement, bool MayCapture, bool MayRetain, bool MayPlay, IReadOnlyList<Reason> Reasons);
