using System.Globalization;

namespace RecordsManager.Benchmarks;

/// <summary>Resident memory of a process as the kernel counts it, in MB.</summary>
/// <param name="Own">Heap, stacks, compiled code.</param>
/// <param name="Files">Pages of program files, which the kernel shares and drops as it likes.</param>
internal readonly record struct ProcessMemory(double Own, double Files)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks every 20 ms until it is stopped: what was there at first, and the most of its own that was ever seen.</summary>
    public static async Task<(ProcessMemory First, ProcessMemory Peak)> Peak(int process, CancellationToken stop)
    {
        var first = Of(process);
        var peak = first;
        while (!stop.IsCancellationRequested)
        {
            var now = Of(process);
            peak = now.Own > peak.Own ? now : peak;
            await Task.Delay(Between, CancellationToken.None);
        }

        return (first, peak);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Own:0} MB (and {Files:0} MB of mapped files)");

    private static ProcessMemory Of(int process)
    {
        var status = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
            .Where(line => line.StartsWith("Rss", StringComparison.Ordinal))
            .Select(line => line.Split(':', StringSplitOptions.TrimEntries))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1].Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e6, StringComparer.Ordinal);
        return new ProcessMemory(status["RssAnon"] + status["RssShmem"], status["RssFile"]);
    }
}
