using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

public enum MayRecord
{
    Yes,
    No,

    /// <summary>Everybody waits for somebody who has just come.</summary>
    Pause,

    /// <summary>Some are recorded and some are not.</summary>
    Partial,

    /// <summary>The call is over.</summary>
    Ended,
}

public enum MayUse
{
    Yes,
    No,

    /// <summary>Stored, and open to named roles with a stated reason only.</summary>
    Restricted,

    /// <summary>Nothing was captured.</summary>
    NotApplicable,
}

/// <summary>One answer, for the call as a whole or for one participant.</summary>
public sealed record Outcome(MayRecord MayRecord, MayUse MayRetain, MayUse MayPlay, IReadOnlyList<Reason> Reasons)
{
    public IReadOnlyList<string> Codes => [.. Reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)];
}

/// <summary>What may be done with a call, and why; and what is to be done now (actions of consent-model.md section 8).</summary>
public sealed record CallDecision(
    string PackVersion, ConsentModel Model, JurisdictionRule Rule, Outcome Overall, IReadOnlyDictionary<ParticipantId, Outcome> Participants, IReadOnlyList<string> Actions);
