using RecordsManager.Domain.Consent;

namespace RecordsManager.Rules;

/// <summary>
/// Reads scenario files (a list of cases; times are ISO 8601 durations from the start of the call). An organization keeps such
/// files for its own policies.
/// </summary>
public static class ScenarioFile
{
    /// <param name="pack">The rules they will be decided by: a regime that it does not bring cannot be asked about.</param>
    /// <exception cref="UnreadableFileException">It says which scenario and field is wrong.</exception>
    public static IReadOnlyList<Scenario> Read(Stream file, RulePack pack)
    {
        var root = Node.Parse(file, "file");
        var cases = root.Value.ValueKind == System.Text.Json.JsonValueKind.Object ? root["scenarios"] : root;
        var scenarios = cases.Items().Select(node => new ScenarioCase(node, pack).Read()).ToList();
        return scenarios.Count > 0 ? scenarios : throw cases.Wrong("expected at least one scenario");
    }
}
