using System.Text.Json;
using System.Text.Json.Serialization;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Application.Consent;

/// <summary>The jurisdictions that ship with the product (RulePack/jurisdictions.json); reference data, not legal advice.</summary>
public static class BuiltInRulePack
{
    public static RulePack Load()
    {
        using var stream = typeof(BuiltInRulePack).Assembly.GetManifestResourceStream("jurisdictions.json")!;
        var rows = JsonSerializer.Deserialize(stream, RulePackJson.Default.RowArray)!;
        var rules = rows.ToDictionary(r => r.Code, ToRule, StringComparer.Ordinal);
        return new RulePack(rows[0].DataVersion, rules);
    }

    /// <summary>The stricter of the safe default and the rule for video calls: what an SFU records is electronic.</summary>
    private static JurisdictionRule ToRule(Row row)
    {
        var model = Model(row.SafeDefault);
        if (row.ByMedium.TryGetValue("video", out var byVideo) && Model(byVideo) > model)
        {
            model = Model(byVideo);
        }

        return new JurisdictionRule(row.Code, row.Name, row.Parent, model, row.Citations, row.Confidence);
    }

    private static ConsentModel Model(string word) => word switch
    {
        "one-party" => ConsentModel.OneParty,
        "notice" => ConsentModel.Notice,
        "all-party" or "all-party-in-person-exception" or "one-party-in-person-all-party" => ConsentModel.AllParty,
        "explicit-opt-in" => ConsentModel.ExplicitOptIn,
        _ => ConsentModel.ProhibitedWithoutPermission, // an unknown word must never loosen
    };

    internal sealed record Row(
        string Code,
        string Name,
        string? Parent,
        string SafeDefault,
        Dictionary<string, string> ByMedium,
        string[] Citations,
        string Confidence,
        string DataVersion);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BuiltInRulePack.Row[]))]
internal sealed partial class RulePackJson : JsonSerializerContext;
