using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>The words of a scenario file. A word that is not here is refused: left out, it would change what is decided.</summary>
internal static class ScenarioWords
{
    public static readonly Dictionary<string, CallMedium> Media = new(StringComparer.Ordinal)
    {
        ["video"] = CallMedium.Video,
        ["telephone"] = CallMedium.Telephone,
        ["inPerson"] = CallMedium.InPerson,
        ["in-person"] = CallMedium.InPerson,
    };

    public static readonly Dictionary<string, ConsentEventKind> Events = new(StringComparer.Ordinal)
    {
        ["notice-delivered"] = ConsentEventKind.Notified,
        ["notice-acknowledged"] = ConsentEventKind.Acknowledged,
        ["consent-given"] = ConsentEventKind.Granted,
        ["consent-renewed"] = ConsentEventKind.Granted,
        ["assent-given"] = ConsentEventKind.Granted,
        ["guardian-consent-given"] = ConsentEventKind.Granted,
        ["consent-refused"] = ConsentEventKind.Refused,
        ["consent-withdrawn"] = ConsentEventKind.Withdrawn,
        ["objection"] = ConsentEventKind.Objected,
        ["continued-participation"] = ConsentEventKind.Continued,
        ["beep-tone-active"] = ConsentEventKind.BeepTone,
    };

    public static readonly Dictionary<string, LocationSource> Sources = new(StringComparer.Ordinal)
    {
        ["confirmed"] = LocationSource.Confirmed,
        ["declared"] = LocationSource.Declared,
        ["profile"] = LocationSource.Declared,
        ["billing"] = LocationSource.Billing,
        ["enrolment"] = LocationSource.Billing,
        ["phone-prefix"] = LocationSource.PhonePrefix,
        ["prefix"] = LocationSource.PhonePrefix,
        ["ip"] = LocationSource.Ip,
        ["unknown"] = LocationSource.Unknown,
    };

    public static readonly Dictionary<string, AgeBand> Ages = new(StringComparer.Ordinal)
    {
        ["adult"] = AgeBand.Adult,
        ["child"] = AgeBand.Child,
        ["minor"] = AgeBand.Child,
        ["unknown"] = AgeBand.Unknown,
    };

    public static readonly Dictionary<string, LawfulBasis> Bases = new(StringComparer.Ordinal)
    {
        ["consent"] = LawfulBasis.Consent,
        ["legitimate-interests"] = LawfulBasis.LegitimateInterests,
        ["legal-obligation"] = LawfulBasis.LegalObligation,
        ["contract"] = LawfulBasis.Contract,
        ["public-task"] = LawfulBasis.PublicTask,
        ["vital-interests"] = LawfulBasis.PublicTask,
        ["statutory-exemption"] = LawfulBasis.StatutoryExemption,
    };

    public static readonly Dictionary<string, CrossBorder> Borders = new(StringComparer.Ordinal)
    {
        ["strictest-wins"] = CrossBorder.StrictestWins,
        ["per-participant"] = CrossBorder.PerParticipant,
    };

    public static readonly Dictionary<string, MissingParty> Costs = new(StringComparer.Ordinal)
    {
        ["track"] = MissingParty.Track,
        ["recording"] = MissingParty.Recording,
    };

    public static readonly Dictionary<string, SubjectRequestKind> Requests = new(StringComparer.Ordinal)
    {
        ["erasure"] = SubjectRequestKind.Erasure,
        ["restriction"] = SubjectRequestKind.Restriction,
        ["objection"] = SubjectRequestKind.Objection,
    };

    /// <summary>Who asks for a copy of what there is changes nothing of what may be done with it (GDPR art. 15, 20).</summary>
    public static readonly IReadOnlyList<string> AsksForACopy = ["access", "portability"];

    public static readonly Dictionary<string, bool> TrustsHints = new(StringComparer.Ordinal)
    {
        ["strictest"] = false,
        ["hint"] = true,
        ["trust-hint"] = true,
    };

    public static readonly Dictionary<string, bool> Mixes = new(StringComparer.Ordinal)
    {
        ["per-participant"] = false,
        ["mixed"] = true,
    };

    /// <summary>What an override may name as its field: it replaces the safe default and the rule by medium together (consent-model.md section 1); null holds for every medium.</summary>
    public static readonly Dictionary<string, CallMedium?> OverrideFields = new(StringComparer.Ordinal)
    {
        ["consentModel"] = null,
        ["safeDefault"] = null,
        ["byMedium"] = null,
        ["byMedium.telephone"] = CallMedium.Telephone,
        ["byMedium.video"] = CallMedium.Video,
        ["byMedium.inPerson"] = CallMedium.InPerson,
    };

    public static readonly IReadOnlyList<string> MayRecord = ["yes", "no", "pause", "partial", "ended"];

    public static readonly IReadOnlyList<string> MayUse = ["yes", "no", "restricted", "n/a"];
}
