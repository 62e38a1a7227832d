using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>All that a decision is made from; the same facts always give the same decision.</summary>
public sealed record CallFacts
{
    public CallMedium Medium { get; init; }

    /// <summary>Where the organization is established; its law counts in every call.</summary>
    public string? EstablishedIn { get; init; }

    /// <summary>Where the recording is made; null is where the organization is.</summary>
    public string? RecordedIn { get; init; }

    /// <summary>From when on it is captured; before it everybody is asked.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>When the call ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>What is done with the media beside keeping them: transcription, ai, voiceprint, emotion.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    public IReadOnlyList<AskedParticipant> Participants { get; init; } = [];

    /// <summary>In any order; those after <see cref="At"/> do not count.</summary>
    public IReadOnlyList<ConsentFact> Events { get; init; } = [];

    /// <summary>Codes of the regimes that cover the call.</summary>
    public IReadOnlyList<string> Regimes { get; init; } = [];

    public IReadOnlyList<HoldFact> Holds { get; init; } = [];

    public IReadOnlyList<SubjectRequest> Requests { get; init; } = [];

    /// <summary>Something that must not be kept was said: a card's security code.</summary>
    public IReadOnlyList<ForbiddenPassage> Forbidden { get; init; } = [];

    /// <summary>The moment that is decided for.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A participant as the rules see them.</summary>
/// <param name="Locations">ISO 3166-1 or 3166-2; none is unknown.</param>
/// <param name="Role">host, agent, customer, employee, student …; what the product calls them.</param>
public sealed record AskedParticipant(
    ParticipantId Id,
    IReadOnlyList<string> Locations,
    LocationSource Source = LocationSource.Declared,
    string? Role = null,
    AgeBand Age = AgeBand.Unknown,
    int? AgeYears = null,
    string? Language = null,
    DateTimeOffset? JoinedAt = null,
    DateTimeOffset? LeftAt = null)
{
    /// <summary>A prefix or an address says where a number was sold or a packet came from, not where somebody is.</summary>
    public bool IsHint => Source is LocationSource.Ip or LocationSource.PhonePrefix;
}

/// <param name="Participant">Who it is about.</param>
/// <param name="Order">Among events of the same time, as <see cref="ConsentOrder"/> gave it.</param>
/// <param name="Purposes">Null: the event names none, and then covers what was asked.</param>
/// <param name="ForMinor">A guardian's word for the participant, beside their own.</param>
/// <param name="FreelyGiven">What is known of it; null is nothing.</param>
/// <param name="Reach">Of a withdrawal; it decides on windows, not on what holds from its moment on.</param>
public sealed record ConsentFact(
    ParticipantId Participant,
    ConsentEventKind Kind,
    DateTimeOffset At,
    long Order = 0,
    string? NoticeVersion = null,
    string? Language = null,
    bool NoticeOnRecording = false,
    IReadOnlyList<string>? Purposes = null,
    MediaKinds Media = MediaKinds.All,
    bool ForMinor = false,
    bool? FreelyGiven = null,
    WithdrawalReach? Reach = null)
{
    /// <summary>A yes or a no, rather than something that happened to the participant.</summary>
    public bool IsAnswer => Kind is ConsentEventKind.Granted or ConsentEventKind.Refused or ConsentEventKind.Withdrawn or ConsentEventKind.Objected;

    /// <summary>A no that leaves the recording itself alone: only what else was to be done with it is refused or taken back.</summary>
    public bool IsNoToPurposes => IsAnswer && Kind != ConsentEventKind.Granted && Purposes is { Count: > 0 } && !Purposes.Contains(Purpose.Recording, StringComparer.Ordinal);
}

public sealed record HoldFact(DateTimeOffset From, DateTimeOffset? To);

public enum SubjectRequestKind
{
    Erasure,
    Restriction,
    Objection,
}

public sealed record SubjectRequest(SubjectRequestKind Kind, ParticipantId Participant, DateTimeOffset At);

public sealed record ForbiddenPassage(ParticipantId Participant, DateTimeOffset At);
