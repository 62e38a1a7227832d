using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RecordsManager.Domain.Consent;
using RecordsManager.Rules;

namespace RecordsManager.Cli.Consent;

/// <summary>Policies tested like code: every case of a scenario file is decided here, offline, and held against what it expects.</summary>
internal static class ConsentCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A scenario file: a list of calls with what is expected of each (docs/consent.md)." };
        var pack = new Option<string?>("--pack") { Description = "A rule pack file instead of the one that ships; where it brings no regimes, those that ship hold." };
        var json = new Option<bool>("--json") { Description = "One JSON document instead of lines." };
        var check = new Command("check", "Decides every scenario of a file and prints each difference with its reasons. Exits 0 when there is none, 1 when there is one, 2 when a file cannot be read.")
        {
            file, pack, json,
        };
        check.SetAction((parsed, ct) => Check(parsed.GetValue(file)!, parsed.GetValue(pack), parsed.GetValue(json), ct));
        return new Command("consent", "Works with consent rules, without a server.") { check };
    }

    private static async Task<int> Check(string file, string? packFile, bool asJson, CancellationToken ct)
    {
        var pack = packFile is null ? BuiltInRulePack.Load() : Read(packFile, RulePackReader.Read);
        var scenarios = Read(file, stream => ScenarioFile.Read(stream, pack));
        var differences = scenarios.SelectMany(s => ScenarioCheck.Compare(s, pack)).ToList();
        var failed = differences.Select(d => d.Scenario).Distinct(StringComparer.Ordinal).Count();
        await Console.Out.WriteAsync((asJson
            ? JsonSerializer.Serialize(new CheckReport(pack.Version, scenarios.Count, failed, differences), CheckJson.Default.CheckReport) + "\n"
            : string.Concat(differences.Select(Say)) + $"{scenarios.Count - failed} of {scenarios.Count} scenarios decided as expected, rule pack {pack.Version}.\n").AsMemory(), ct);
        return differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Say(Difference difference) =>
        $"{difference.Scenario} {difference.Part}: expected {difference.Expected}, decided {difference.Decided}\n" + string.Concat(difference.Reasons.Select(r => $"    {r}\n"));

    private static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return read(stream);
        }
        catch (UnreadableFileException wrong)
        {
            throw new Refusal($"{path} cannot be used. {wrong.Message}", ExitCode.Usage);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"{path} cannot be read: {missing.Message}", ExitCode.Usage);
        }
    }
}

internal sealed record CheckReport(string RulePack, int Scenarios, int Failed, IReadOnlyList<Difference> Differences);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CheckJson : JsonSerializerContext;
