using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;

namespace RecordsManager.Rules;

/// <param name="Part">effectiveModel, overall.mayPlay, perParticipant.b.reasons, actions …</param>
/// <param name="Reasons">Why it was decided so, in words of the data.</param>
public sealed record Difference(string Scenario, string Part, string Expected, string Decided, IReadOnlyList<string> Reasons);

/// <summary>Holds a decision against what a scenario expects.</summary>
public static class ScenarioCheck
{
    public static IReadOnlyList<Difference> Compare(Scenario scenario, RulePack pack)
    {
        var decided = CallDecider.Decide(scenario.Facts, pack, scenario.Terms);
        List<Difference> differences = [];
        var overall = Explain(decided.Overall, scenario);
        Same("effectiveModel", scenario.Expected.Model, Word(decided.Model), overall);
        Outcomes("overall", scenario.Expected.Overall, decided.Overall);
        foreach (var (id, expected) in scenario.Expected.Participants)
        {
            Outcomes($"perParticipant.{scenario.Names[id]}", expected, decided.Participants.TryGetValue(id, out var outcome) ? outcome : new Outcome(MayRecord.No, MayUse.NotApplicable, MayUse.NotApplicable, []));
        }

        Contains("actions", scenario.Expected.Actions, decided.Actions, overall);
        return differences;

        void Outcomes(string part, ExpectedOutcome expected, Outcome outcome)
        {
            var why = Explain(outcome, scenario);
            Same($"{part}.mayRecord", expected.MayRecord, Word(outcome.MayRecord), why);
            Same($"{part}.mayRetain", expected.MayRetain, Word(outcome.MayRetain), why);
            Same($"{part}.mayPlay", expected.MayPlay, Word(outcome.MayPlay), why);
            Contains($"{part}.reasons", expected.Reasons, outcome.Codes, why);
        }

        void Same(string part, string? expected, string actual, IReadOnlyList<string> why)
        {
            if (expected is not null && expected != actual)
            {
                differences.Add(new Difference(scenario.Id, part, expected, actual, why));
            }
        }

        void Contains(string part, IReadOnlyList<string> expected, IReadOnlyList<string> actual, IReadOnlyList<string> why)
        {
            if (expected.Except(actual, StringComparer.Ordinal).Any())
            {
                differences.Add(new Difference(scenario.Id, part, string.Join(' ', expected), string.Join(' ', actual), why));
            }
        }
    }

    private static IReadOnlyList<string> Explain(Outcome outcome, Scenario scenario) =>
        [.. outcome.Reasons.Select(r => r.Code
            + (r.Jurisdiction is null ? "" : $" {r.Jurisdiction}")
            + (r.Citation is null ? "" : $" ({r.Citation})")
            + (r.CausedBy is { } who ? $" by {scenario.Names.GetValueOrDefault(who, who.ToString())}" : ""))];

    private static string Word(MayUse may) => may switch { MayUse.Yes => "yes", MayUse.No => "no", MayUse.Restricted => "restricted", _ => "n/a" };

    private static string Word(MayRecord may) => may.ToString().ToLowerInvariant();

    private static string Word(ConsentModel model) => model switch
    {
        ConsentModel.OneParty => "one-party",
        ConsentModel.Notice => "notice",
        ConsentModel.AllParty => "all-party",
        ConsentModel.ExplicitOptIn => "explicit-opt-in",
        _ => "prohibited-without-permission",
    };
}
