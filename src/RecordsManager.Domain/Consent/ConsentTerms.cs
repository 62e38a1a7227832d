namespace RecordsManager.Domain.Consent;

/// <summary>Whose law decides for a participant.</summary>
public enum CrossBorder
{
    /// <summary>The strictest place of the call decides for everybody in it.</summary>
    StrictestWins,

    /// <summary>Their own places, ours and the place of recording.</summary>
    PerParticipant,
}

/// <summary>What it costs when somebody has not agreed, where the law asks for everybody's agreement.</summary>
public enum MissingParty
{
    /// <summary>Their track: with a file for each person, who is left out is not recorded.</summary>
    Track,

    /// <summary>The recording: nobody is recorded.</summary>
    Recording,
}

/// <summary>On what a recording rests (GDPR art. 6, or its like).</summary>
public enum LawfulBasis
{
    Consent,
    LegitimateInterests,
    LegalObligation,
    Contract,
    PublicTask,

    /// <summary>An exemption by statute, off until an admin enables it line by line.</summary>
    StatutoryExemption,
}

/// <summary>An organization's terms beside the law: they tighten it; what loosens it is an override with a lawful basis.</summary>
public sealed record ConsentTerms
{
    /// <summary>What applies until an admin says otherwise.</summary>
    public static readonly ConsentTerms Default = new();

    public CrossBorder CrossBorder { get; init; } = CrossBorder.StrictestWins;

    public MissingParty MissingPartyCosts { get; init; } = MissingParty.Track;

    /// <summary>A prefix or an address is taken for a location; otherwise it is a hint beside the unknown place.</summary>
    public bool TrustHints { get; init; }

    public bool AcceptImplied { get; init; }

    public bool AcceptBeepTone { get; init; }

    public bool AnnounceAlways { get; init; }

    public bool HonourRefusal { get; init; } = true;

    /// <summary>One file for everybody: nobody can be left out of it.</summary>
    public bool IsMixed { get; init; }

    public LawfulBasis Basis { get; init; }

    /// <summary>Without these an answer is no consent to the recording; words of <see cref="Purpose"/> or the organization's own.</summary>
    public IReadOnlyList<string> RequiredPurposes { get; init; } = [Purpose.Recording];

    public CalendarSpan? Maximum { get; init; }

    /// <summary>By code of jurisdiction, in force at the time of the decision.</summary>
    public IReadOnlyDictionary<string, ConsentModel> Overrides { get; init; } = new Dictionary<string, ConsentModel>();
}
