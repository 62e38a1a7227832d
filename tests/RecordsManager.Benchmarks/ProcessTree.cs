using System.Diagnostics;
using System.Globalization;

namespace RecordsManager.Benchmarks;

/// <summary>What this process and all that it has started hold in memory together: resident pages, those that are shared counted once (PSS).</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs something and looks every 100 ms.</summary>
    /// <returns>Its duration, s, and the most that was seen, MB.</returns>
    public static async Task<(double Seconds, double Peak)> Watch(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        var running = Task.Run(work);
        var peak = 0.0;
        while (!running.IsCompleted)
        {
            peak = Math.Max(peak, Of(Environment.ProcessId, Parents()));
            await Task.WhenAny(running, Task.Delay(Between));
        }

        await running;
        return (clock.Elapsed.TotalSeconds, peak);
    }

    private static double Of(int process, ILookup<int, int> children) => Pss(process) + children[process].Sum(child => Of(child, children));

    private static ILookup<int, int> Parents() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)
        .Select(id => (Id: id, Parent: Parent(id))).ToLookup(p => p.Parent, p => p.Id);

    /// <summary>The fourth field; the second one, the name, may hold anything and ends with the last bracket.</summary>
    private static int Parent(int process) =>
        Lines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat") is [var stat, ..] ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    private static double Pss(int process) => Lines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/smaps_rollup")
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(':', StringSplitOptions.TrimEntries)[1].Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e6);

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // it has ended
        }
    }
}
