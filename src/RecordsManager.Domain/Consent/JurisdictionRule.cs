using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>One jurisdiction's rule for recording a call.</summary>
/// <param name="Code">ISO 3166-1 or 3166-2; <c>ZZ</c> stands for unknown.</param>
/// <param name="Parent">The jurisdiction whose rule also applies, e.g. US for US-CA.</param>
/// <param name="Model">For calls by electronic means: the stricter of the safe default and the rule for video.</param>
public sealed record JurisdictionRule(string Code, string Name, string? Parent, ConsentModel Model, IReadOnlyList<string> Citations, string Confidence)
{
    /// <summary>The stricter of the safe default and the rule for the medium; a medium that is not listed falls back to <see cref="Model"/>.</summary>
    public IReadOnlyDictionary<CallMedium, ConsentModel> ByMedium { get; init; } = new Dictionary<CallMedium, ConsentModel>();

    /// <summary>The criminal or wiretap rule, cumulative with data protection: a lawful basis of the latter cures none of the former.</summary>
    public IReadOnlyDictionary<CallMedium, ConsentModel> Criminal { get; init; } = new Dictionary<CallMedium, ConsentModel>();

    public ImpliedConsent Implied { get; init; }

    public bool AcceptsBeepTone { get; init; }

    /// <summary>The announcement must itself be on the recording where consent is implied from it (RCW 9.73.030(3)).</summary>
    public bool AnnouncementOnRecording { get; init; }

    /// <summary>Years of age; null where the law gives none.</summary>
    public int? DigitalConsentAge { get; init; }

    /// <summary>The law is unsettled: the safe default stands.</summary>
    public bool IsDisputed { get; init; }

    public ConsentModel For(CallMedium medium) => ByMedium.TryGetValue(medium, out var model) ? model : Model;

    /// <summary>Somebody left out of the recording must still agree to it.</summary>
    public bool DemandsEverybody(CallMedium medium) =>
        For(medium) is ConsentModel.AllParty or ConsentModel.ProhibitedWithoutPermission
        || (Criminal.TryGetValue(medium, out var criminal) && criminal is ConsentModel.AllParty or ConsentModel.ProhibitedWithoutPermission);
}

/// <summary>A versioned set of rules; a decision names the version that it used.</summary>
public sealed record RulePack(string Version, IReadOnlyDictionary<string, JurisdictionRule> Rules)
{
    public const string Unknown = "ZZ";

    /// <summary>By code; empty where the pack brings none.</summary>
    public IReadOnlyDictionary<string, RetentionRegime> Regimes { get; init; } = new Dictionary<string, RetentionRegime>();

    /// <summary>The rule of a place and of every place above it; a place that is not listed counts as unknown.</summary>
    public IEnumerable<JurisdictionRule> Of(string? code)
    {
        var at = code is not null && Rules.ContainsKey(code) ? code : Unknown;
        while (at is not null && Rules.TryGetValue(at, out var rule))
        {
            yield return rule;
            at = rule.Parent;
        }
    }
}

/// <summary>How long a minor's must be kept: until an age, with a period beyond it, and never less than a period.</summary>
/// <param name="Age">In years, that the minor must have reached.</param>
/// <param name="Beyond">That age.</param>
/// <param name="AtLeast">From the recording.</param>
public sealed record MinorsMinimum(int Age, CalendarSpan? Beyond, CalendarSpan AtLeast)
{
    /// <summary>Whoever is 15 is 18 in three years at the latest; of unknown age, they may have been born that day.</summary>
    public DateTimeOffset After(DateTimeOffset start, int? years)
    {
        var ofAge = start.AddYears(Math.Max(0, Age - (years ?? 0)));
        var first = Beyond?.After(ofAge) ?? ofAge;
        var least = AtLeast.After(start);
        return first > least ? first : least;
    }
}

/// <summary>A law that says how long recordings must or may be kept.</summary>
/// <param name="Jurisdictions">Codes; <c>ZZ</c> is everywhere.</param>
/// <param name="MustRecord">A duty to record, not only to keep what exists.</param>
public sealed record RetentionRegime(string Code, string Name, IReadOnlyList<string> Jurisdictions, bool MustRecord, CalendarSpan? Minimum, CalendarSpan? Maximum, IReadOnlyList<string> Citations)
{
    /// <summary>How long what was recorded of a minor is kept instead; null where the law makes no difference.</summary>
    public MinorsMinimum? ForMinors { get; init; }

    /// <summary>Until when it must be kept; null where it need not.</summary>
    /// <param name="minors">Ages in years, at the recording, of the minors in it; null where it is not known.</param>
    public DateTimeOffset? MustKeepUntil(DateTimeOffset start, IReadOnlyCollection<int?> minors)
    {
        var ends = minors.Select(age => ForMinors?.After(start, age)).Append(Minimum?.After(start)).OfType<DateTimeOffset>().ToList();
        return ends.Count > 0 ? ends.Max() : null;
    }

    /// <summary>What must never be kept, however lawful: a card's security code.</summary>
    public bool ForbidsKeeping => Maximum is { IsZero: true };
}
