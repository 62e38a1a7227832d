using System.Diagnostics;
using System.Globalization;

namespace RecordsManager.TestSupport;

/// <summary>The cluster that test.sh started, or, when one project is run by hand, one of this process's own.</summary>
internal static class TestCluster
{
    private static readonly Lazy<Task<string>> Own = new(Start);

    /// <returns>A superuser's connection string.</returns>
    public static Task<string> Find(CancellationToken ct) =>
        Environment.GetEnvironmentVariable("RECORDS_TEST_DB_ADMIN") is { Length: > 0 } given
            ? Task.FromResult(given)
            : Own.Value.WaitAsync(ct);

    private static async Task<string> Start()
    {
        var folder = Directory.CreateTempSubdirectory("records-test-").FullName;
        var cluster = Path.Combine(folder, "postgres");
        // ended and removed by our exit, and by the script itself where we are killed before it
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using var stopping = Script("stop", cluster);
            stopping.WaitForExit();
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // the script was quicker
            }
        };
        using var starting = Script("start", cluster, "--throwaway", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var answer = starting.StandardOutput.ReadToEndAsync();
        var reason = await starting.StandardError.ReadToEndAsync();
        await starting.WaitForExitAsync();
        return starting.ExitCode == 0 ? (await answer).Trim() : throw new InvalidOperationException($"No test database: {reason}");
    }

    private static Process Script(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Path.Combine(Fixtures.Repository, "deploy/local/postgres.sh"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
