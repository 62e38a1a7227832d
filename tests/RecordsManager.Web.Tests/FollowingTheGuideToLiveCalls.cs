using System.Diagnostics;
using System.Globalization;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests;

/// <summary>docs/live-calls.md says what works: its commands and its program are taken from it and run as they stand.</summary>
public sealed class FollowingTheGuideToLiveCalls
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs/live-calls.md"));

    [Fact]
    public async Task Its_commands_run_a_call_and_its_program_starts_and_stops_the_tracks()
    {
        await using var product = await RunningProduct.Start();
        var folder = Directory.CreateTempSubdirectory("records-guide-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, ".data"));
            File.Copy(Path.Combine(product.DataFolder, "admin-api-key"), Path.Combine(folder, ".data/admin-api-key"));
            await File.WriteAllTextAsync(Path.Combine(folder, "capture.mjs"), Block("js"), Ct);
            var commands = Block("bash").Replace("http://127.0.0.1:5080", product.BaseUrl, StringComparison.Ordinal);

            // the program listens from the announcement on, and until both ends of Alice's track were seen
            var announced = commands.IndexOf("post /$CALL/participants '", StringComparison.Ordinal);
            var script = "set -euo pipefail\n" + commands[..announced]
                + "RECORDS_URL=$U RECORDS_API_KEY=$(cat .data/admin-api-key) node capture.mjs $CALL > told.txt & listening=$!\n"
                + "seen() { for i in $(seq 300); do ! grep -q \"$1\" told.txt || return 0; sleep 0.1; done; return 1; }\n"
                + "seen \"pause audio $ALICE\"\n"
                + commands[announced..].Replace("post /$CALL/participants/$ALICE/leave", "seen \"start audio $ALICE\"\npost /$CALL/participants/$ALICE/leave", StringComparison.Ordinal)
                + "\nseen \"stop audio $ALICE\"\nkill $listening\ngrep \" $ALICE\" told.txt | sed \"s/ $ALICE//\" > alice.txt\n";
            var (code, output) = await Bash(folder, script);

            Assert.True(code == 0, output);
            Assert.Equal(
                ["pause audio", "pause video", "pause screen", "start audio", "exclude-track video", "exclude-track screen", "stop audio", "stop video", "stop screen"],
                await File.ReadAllLinesAsync(Path.Combine(folder, "alice.txt"), Ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The first block of that language.</summary>
    private static string Block(string language)
    {
        var from = Guide.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Guide[from..Guide.IndexOf("\n```", from, StringComparison.Ordinal)];
    }

    private static async Task<(int Code, string Output)> Bash(string folder, string script)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"guide-{Environment.ProcessId}.sh"));
        await File.WriteAllTextAsync(file, script, Ct);
        var start = new ProcessStartInfo("bash", [file]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(Ct);
        var errors = bash.StandardError.ReadToEndAsync(Ct);
        await bash.WaitForExitAsync(Ct);
        return (bash.ExitCode, await output + await errors);
    }
}
