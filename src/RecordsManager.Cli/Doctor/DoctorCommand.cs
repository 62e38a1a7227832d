using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Doctor;

/// <summary>Answers the first three questions of every support case: is it there, does it know me, which versions.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Checks that the server is ready and that the API key is valid, and prints the versions.");
        command.SetAction((_, ct) => Run(ct));
        return command;
    }

    private static async Task<int> Run(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        await Console.Out.WriteLineAsync($"records {ServerConnection.Version}, .NET {Environment.Version}");
        await CheckReady(server, ct);
        await CheckKey(server, ct);
        return ExitCode.Done;
    }

    private static async Task CheckReady(HttpClient server, CancellationToken ct)
    {
        try
        {
            using var ready = await server.GetAsync(new Uri("health/ready", UriKind.Relative), ct);
            await Console.Out.WriteLineAsync(ready.IsSuccessStatusCode
                ? $"server {server.BaseAddress} is ready, version {await Version(server, ct)}"
                : throw new Refusal($"The server at {server.BaseAddress} answers, but is not ready (HTTP {(int)ready.StatusCode}). Its log says why."));
        }
        catch (HttpRequestException reason)
        {
            throw new Refusal($"No server at {server.BaseAddress}: {reason.Message} Start it, or correct RECORDS_URL.");
        }
    }

    private static async Task<string> Version(HttpClient server, CancellationToken ct)
    {
        try
        {
            var document = await server.GetFromJsonAsync("openapi/v1.json", ServerJson.Default.OpenApiDocument, ct);
            return document?.Info?.Version ?? "unknown";
        }
        catch (Exception reason) when (reason is HttpRequestException or JsonException)
        {
            return "unknown"; // an operator may have closed the description to the outside
        }
    }

    private static async Task CheckKey(HttpClient server, CancellationToken ct)
    {
        using var answer = await server.GetAsync(new Uri("api/v1/recordings", UriKind.Relative), ct);
        await Problem.ThrowIfRefused(answer, ct);
        await Console.Out.WriteLineAsync("API key is valid");
    }
}
