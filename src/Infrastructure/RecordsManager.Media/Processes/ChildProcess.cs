using System.ComponentModel;
using System.Diagnostics;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.Processes;

/// <param name="Errors">The first lines of stderr.</param>
internal sealed record ChildExit(int Code, IReadOnlyList<string> Errors);

/// <summary>Runs a program without a shell, in an empty environment, without core dumps; it never outlives the call.</summary>
internal static class ChildProcess
{
    private const int KeptLines = 50;
    private const int KeptLineLength = 400;
    private const string Prlimit = "/usr/bin/prlimit";
    private static readonly bool CanLimit = File.Exists(Prlimit);

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> ended; the process and its children were killed.</exception>
    public static async Task<ChildExit> Run(
        string program, IReadOnlyList<string> arguments, Action<string>? onOutput, CancellationToken ct)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var errors = new List<string>();
        var reading = Task.WhenAll(
            Lines(process.StandardOutput, line => onOutput?.Invoke(line)),
            Lines(process.StandardError, line => Keep(errors, line)));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        await reading;
        return new ChildExit(process.ExitCode, errors);
    }

    private static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = CanLimit ? Prlimit : program,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // a core file would hold decoded media; prlimit replaces itself by the program
        foreach (var argument in CanLimit ? ["--core=0", program, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new RenderFailedException($"{Path.GetFileName(program)} could not be started.", failure);
        }
    }

    /// <summary>To the end whatever is kept: a full pipe would stop the program.</summary>
    private static async Task Lines(StreamReader reader, Action<string> take)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            take(line);
        }
    }

    private static void Keep(List<string> lines, string line)
    {
        if (lines.Count < KeptLines && line.Length > 0)
        {
            lines.Add(line.Length > KeptLineLength ? line[..KeptLineLength] : line);
        }
    }
}
