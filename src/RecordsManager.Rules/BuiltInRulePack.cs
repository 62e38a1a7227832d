namespace RecordsManager.Rules;

/// <summary>The rules that ship with the product (Data/); reference data, not legal advice.</summary>
public static class BuiltInRulePack
{
    public static Domain.Consent.RulePack Load()
    {
        using var jurisdictions = Open("jurisdictions.json");
        using var regimes = Open("retention-regimes.json");
        return RulePackReader.Read(jurisdictions, regimes);
    }

    private static Stream Open(string name) => typeof(BuiltInRulePack).Assembly.GetManifestResourceStream(name)!;
}
