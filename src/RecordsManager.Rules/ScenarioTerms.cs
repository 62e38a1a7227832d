using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>Reads the policy of a case.</summary>
internal static class ScenarioTerms
{
    /// <param name="now">Of the decision: an override that has expired by then, or is not stated yet, does not count.</param>
    public static ConsentTerms Read(Node policy, CallMedium medium, ScenarioClock clock, DateTimeOffset now) => new()
    {
        CrossBorder = policy["crossBorder"].IsMissing ? CrossBorder.StrictestWins : policy["crossBorder"].Word(ScenarioWords.Borders),
        MissingPartyCosts = policy["missingPartyCosts"].IsMissing ? MissingParty.Recording : policy["missingPartyCosts"].Word(ScenarioWords.Costs),
        TrustHints = !policy["unknownLocation"].IsMissing && policy["unknownLocation"].Word(ScenarioWords.TrustsHints),
        AcceptImplied = policy["acceptImplied"].Flag(),
        AcceptBeepTone = policy["acceptBeepTone"].Flag(),
        AnnounceAlways = policy["announceAlways"].Flag(),
        HonourRefusal = policy["honourRefusal"].Flag(otherwise: true),
        IsMixed = !policy["recordingMode"].IsMissing && policy["recordingMode"].Word(ScenarioWords.Mixes),
        Basis = policy["lawfulBasis"].IsMissing ? LawfulBasis.Consent : policy["lawfulBasis"].Word(ScenarioWords.Bases),
        RequiredPurposes = policy["requiredPurposes"].Texts(),
        Maximum = policy["maximum"].TextOrNull() is not { } iso ? null : CalendarSpan.TryParse(iso, out var span) ? span : throw policy["maximum"].Wrong("expected an ISO 8601 period"),
        Overrides = Overrides(policy["overrides"], medium, clock, now),
    };

    /// <summary>A list of <c>{ code, field?, model (or value), date?, expires? }</c>, or a map from code to model.</summary>
    private static Dictionary<string, ConsentModel> Overrides(Node node, CallMedium medium, ScenarioClock clock, DateTimeOffset now)
    {
        if (!node.IsMissing && node.Value.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            return node.Names().ToDictionary(code => code, code => node[code].Word(RulePackReader.Models), StringComparer.Ordinal);
        }

        Dictionary<string, ConsentModel> models = new(StringComparer.Ordinal);
        foreach (var stated in node.Items())
        {
            var code = stated["code"].Text();
            var model = (stated["model"].IsMissing ? stated["value"] : stated["model"]).Word(RulePackReader.Models);
            var field = stated["field"].IsMissing ? null : stated["field"].Word(ScenarioWords.OverrideFields);
            var since = clock.TimeOrDate(stated["date"]) ?? DateTimeOffset.MinValue;
            var until = clock.EndOrLastDay(stated["expires"].IsMissing ? stated["expiry"] : stated["expires"]) ?? DateTimeOffset.MaxValue;
            if ((field is null || field == medium) && since <= now && now < until && !models.TryAdd(code, model))
            {
                throw stated.Wrong($"{code} is overridden twice: expected one that is in force");
            }
        }

        return models;
    }
}
