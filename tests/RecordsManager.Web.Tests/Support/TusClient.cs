using System.Diagnostics;
using System.Text.Json;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>tus-js-client from npm, in a process of its own: somebody else's reading of the protocol.</summary>
internal static class TusClient
{
    private static readonly string Folder = Path.Combine(Fixtures.Repository, "tests/tus-client");

    /// <returns>Null when it is there, else why not.</returns>
    public static async Task<string?> Install()
    {
        if (File.Exists(Path.Combine(Folder, "node_modules/tus-js-client/package.json")))
        {
            return null;
        }

        var (exit, _, errors) = await Run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        return exit == 0 ? null : "tus-js-client cannot be fetched: " + errors;
    }

    /// <param name="upload">The upload to go on with.</param>
    public static async Task<JsonElement> Does(RunningProduct product, string act, string file, string upload = "")
    {
        var (exit, answer, errors) = await Run("node", "client.mjs", act, product.BaseUrl, product.ApiKey, file, upload);
        Assert.True(exit == 0, $"{act}: {errors}");
        return JsonDocument.Parse(answer).RootElement;
    }

    private static async Task<(int Exit, string Answer, string Errors)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, answer, await errors);
    }
}
