using RecordsManager.Domain.Consent;
using RecordsManager.Rules;
using RecordsManager.TestSupport;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>The scenario files under tests/fixtures/consent: those of the reference data, and those of consent-model.md's second table.</summary>
public sealed class DecidingScenarios
{
    private static readonly RulePack Pack = BuiltInRulePack.Load();

    public static TheoryData<string, string> Cases => new(
        new[] { "consent-scenarios.json", "table-scenarios.json" }.SelectMany(file => Read(file).Select(s => (file, s.Id))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_scenario_is_decided_as_expected(string file, string id)
    {
        var differences = ScenarioCheck.Compare(Read(file).Single(s => s.Id == id), Pack);

        Assert.True(differences.Count == 0, string.Join('\n', differences.Select(d => $"{d.Part}: expected {d.Expected}, decided {d.Decided} because of {string.Join("; ", d.Reasons)}")));
    }

    [Fact]
    public void All_of_the_reference_data_are_there() => Assert.Equal(30, Read("consent-scenarios.json").Count);

    private static IReadOnlyList<Scenario> Read(string file)
    {
        using var stream = File.OpenRead(Fixtures.At("consent/" + file));
        return ScenarioFile.Read(stream, Pack);
    }
}
