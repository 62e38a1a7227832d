using System.Diagnostics;
using System.Globalization;

namespace RecordsManager.Benchmarks;

/// <summary>What the verbs that compare with nginx have in common: medians, a line of output, a tool that must succeed.</summary>
internal static class Figures
{
    public static double Median(this IEnumerable<double> of)
    {
        var sorted = of.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public static Task Say(FormattableString figure) => Console.Out.WriteLineAsync(figure.ToString(CultureInfo.InvariantCulture));

    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> Tool(string name, params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo(name, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, reason) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.WaitForExitAsync();
        return tool.ExitCode == 0 ? await said : throw new InvalidOperationException($"{name} ended with {tool.ExitCode}: {await reason}{await said}");
    }
}
