namespace RecordsManager.Rules;

/// <summary>The rules that ship with the product (Data/); reference data, not legal advice.</summary>
public static class BuiltInRulePack
{
    /// <summary>Both tables as one document.</summary>
    public static string Document { get; } = $$"""{"jurisdictions":{{Text("jurisdictions.json")}},"regimes":{{Text("retention-regimes.json")}}}""";

    public static Domain.Consent.RulePack Load() => RulePackReader.Read(Document);

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(BuiltInRulePack).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Trim();
    }
}
