using System.Globalization;
using System.Text.Json;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <param name="Field">Of the pack's document: what it is about, with the medium where it depends on it.</param>
public sealed record FieldChange(string Field, string Was, string Becomes);

/// <summary>What a rule pack says otherwise than another about one place or one retention regime.</summary>
public sealed record RuleChange(string Code, string Name, bool IsNew, bool IsGone, IReadOnlyList<FieldChange> Fields)
{
    private static readonly CallMedium[] Media = Enum.GetValues<CallMedium>();

    /// <summary>Places first, then regimes, each by code.</summary>
    public static IReadOnlyList<RuleChange> Between(RulePack was, RulePack becomes) =>
    [
        .. Between(was.Rules, becomes.Rules, r => r.Name, Told),
        .. Between(was.Regimes, becomes.Regimes, r => r.Name, Told),
    ];

    private static IEnumerable<RuleChange> Between<T>(IReadOnlyDictionary<string, T> was, IReadOnlyDictionary<string, T> becomes, Func<T, string> name, Func<T, IEnumerable<(string Field, string Value)>> fields)
    {
        foreach (var code in was.Keys.Union(becomes.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (was.GetValueOrDefault(code), becomes.GetValueOrDefault(code));
            if (before is null || after is null)
            {
                yield return new RuleChange(code, name((before ?? after)!), before is null, after is null, []);
                continue;
            }

            var changed = fields(before).Zip(fields(after)).Where(f => f.First.Value != f.Second.Value).Select(f => new FieldChange(f.First.Field, f.First.Value, f.Second.Value)).ToList();
            if (changed.Count > 0)
            {
                yield return new RuleChange(code, name(after), false, false, changed);
            }
        }
    }

    private static IEnumerable<(string Field, string Value)> Told(JurisdictionRule rule) =>
    [
        ("parent", rule.Parent ?? ""),
        .. Media.Select(m => ($"rule, {Word(m)}", Word(rule.For(m)))),
        .. Media.Select(m => ($"criminal law, {Word(m)}", rule.Criminal.TryGetValue(m, out var criminal) ? Word(criminal) : "")),
        ("implied consent", Word(rule.Implied)),
        ("beep tone", rule.AcceptsBeepTone ? "accepted" : "not accepted"),
        ("announcement", rule.AnnouncementOnRecording ? "on the recording" : "anywhere"),
        ("digital consent age", rule.DigitalConsentAge?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("unsettled", rule.IsDisputed ? "yes" : "no"),
        ("citations", string.Join("; ", rule.Citations)),
    ];

    private static IEnumerable<(string Field, string Value)> Told(RetentionRegime regime) =>
    [
        ("places", string.Join(' ', regime.Jurisdictions)),
        ("duty", regime.MustRecord ? "must record" : "keep what exists"),
        ("minimum", regime.Minimum?.ToString() ?? ""),
        ("maximum", regime.Maximum?.ToString() ?? ""),
        ("minimum for minors", regime.ForMinors is { } minors ? $"{minors.AtLeast}, until age {minors.Age}{(minors.Beyond is { } beyond ? $" and {beyond}" : "")}" : ""),
        ("citations", string.Join("; ", regime.Citations)),
    ];

    /// <summary>As the pack's document writes it.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
