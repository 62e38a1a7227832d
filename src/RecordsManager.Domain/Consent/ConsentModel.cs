namespace RecordsManager.Domain.Consent;

/// <summary>How strict a jurisdiction is, least strict first; the order is the rule "strictest wins" compares by.</summary>
public enum ConsentModel
{
    OneParty,
    Notice,
    AllParty,
    ExplicitOptIn,
    ProhibitedWithoutPermission,
}

/// <summary>One jurisdiction's rule for recording by electronic means.</summary>
/// <param name="Code">ISO 3166-1 or 3166-2; <c>ZZ</c> stands for unknown.</param>
/// <param name="Parent">The jurisdiction whose rule also applies, e.g. US for US-CA.</param>
public sealed record JurisdictionRule(string Code, string Name, string? Parent, ConsentModel Model, IReadOnlyList<string> Citations, string Confidence);

/// <summary>A versioned set of rules; a decision names the version that it used.</summary>
public sealed record RulePack(string Version, IReadOnlyDictionary<string, JurisdictionRule> Rules)
{
    public const string Unknown = "ZZ";

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
