using System.Diagnostics;

namespace RecordsManager.Cli.Tests;

/// <summary>The command line as a script meets it: a process, its two streams, its exit code.</summary>
public sealed record Records(int ExitCode, string Out, string Error)
{
    public static async Task<Records> Run(string? url, string? key, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "records.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RECORDS_URL"] = url;
        start.Environment["RECORDS_API_KEY"] = key;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Records(process.ExitCode, await output, await error);
    }
}

/// <summary>A folder with the files of a delivery, gone after the test.</summary>
public sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("records-cli-").FullName;

    public Folder With(string name, string content)
    {
        var path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
