using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Cli.Verify;

/// <summary>Checks a bundle on the auditor's own machine: no server, no database, no account.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "The bundle, a .zip from the consent trail." };
        var key = new Option<string?>("--key") { Description = "The ledger's key (name+id+base64), or a file that holds it; got from elsewhere than the bundle." };
        var since = new Option<string?>("--since") { Description = "A checkpoint or a bundle that was kept: the ledger must have grown out of it." };
        var disclosure = new Option<string?>("--disclosure") { Description = "A disclosure file: its personal values are compared with what the entries commit to." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("verify", "Checks a bundle offline, all of it. Exit code 0: verified; 1: something is wrong; 2: wrong usage or unreadable.") { bundle, key, since, disclosure, json };
        command.SetAction((parsed, ct) => Run(
            parsed.GetRequiredValue(bundle), parsed.GetValue(key), parsed.GetValue(since), parsed.GetValue(disclosure), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> Run(string bundle, string? key, string? since, string? disclosure, bool json, CancellationToken ct)
    {
        foreach (var file in new[] { bundle, since, disclosure }.OfType<string>().Where(file => !File.Exists(file)))
        {
            throw Refusal.Usage($"There is no file {file}.");
        }

        try
        {
            var report = BundleVerifier.Verify(bundle, new BundleTrust(KeyOf(key), since, disclosure), ct);
            await (json ? Console.Out.WriteLineAsync(Json(report)) : Text(report, bundle));
            return report.Verified ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Usage($"{bundle} cannot be read: {unreadable.Message}");
        }
    }

    private static NoteKey? KeyOf(string? key)
    {
        try
        {
            return key is null ? null : NoteKey.Parse((File.Exists(key) ? File.ReadAllText(key) : key).Trim());
        }
        catch (ProofFormatException wrong)
        {
            throw Refusal.Usage("--key: " + wrong.Message);
        }
    }

    private static async Task Text(BundleReport report, string bundle)
    {
        foreach (var step in report.Steps)
        {
            await Console.Out.WriteLineAsync($"{step.Holds switch { true => "ok    ", false => "FAILED", null => "-     " }}  {step.Name,-10}  {(step.Holds == false ? "see below" : step.Said)}");
        }

        await Console.Out.WriteLineAsync();
        foreach (var signer in report.Keys)
        {
            await Console.Out.WriteLineAsync($"Signed with {signer}");
        }

        if (!report.IsKeyPinned)
        {
            await Console.Out.WriteLineAsync("Only the bundle itself says that this is the ledger's key. Compare it with the key you have from elsewhere, or name that with --key.");
        }

        foreach (var fault in report.Faults)
        {
            await Console.Error.WriteLineAsync(fault.ToString());
        }

        if (report.FaultCount > report.Faults.Count)
        {
            await Console.Error.WriteLineAsync($"and {report.FaultCount - report.Faults.Count} more");
        }

        await Console.Out.WriteLineAsync(report.Verified ? $"{Path.GetFileName(bundle)} is verified." : $"{Path.GetFileName(bundle)} is NOT what the ledger signed: {report.FaultCount} faults.");
    }

    private static string Json(BundleReport report) => new JsonObject
    {
        ["verified"] = report.Verified,
        ["origin"] = report.Manifest?.Origin,
        ["size"] = report.Manifest?.Size,
        ["root"] = report.Manifest?.Root,
        ["entries"] = report.Manifest?.Count,
        ["scope"] = report.Manifest?.Scope.ToString().ToLowerInvariant(),
        ["keys"] = new JsonArray([.. report.Keys.Select(k => (JsonNode)k.ToString())]),
        ["keyIsPinned"] = report.IsKeyPinned,
        ["steps"] = new JsonArray([.. report.Steps.Select(s => (JsonNode)new JsonObject { ["name"] = s.Name, ["holds"] = s.Holds, ["said"] = s.Holds == false ? null : s.Said })]),
        ["faultCount"] = report.FaultCount,
        ["faults"] = new JsonArray([.. report.Faults.Select(f => (JsonNode)new JsonObject { ["part"] = f.Part, ["code"] = f.Code, ["message"] = f.Message, ["line"] = f.Line, ["entry"] = f.Entry })]),
    }.ToJsonString(Indented);
}
