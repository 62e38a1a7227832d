using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Keys;

/// <summary>The keys that sign the addresses of share links, questions and personal pages.</summary>
internal static class LinkKeysCommand
{
    public static Command Create()
    {
        var show = new Command("show", "Prints the keys that sign addresses, and which of them signs new ones.");
        show.SetAction((_, ct) => Show(ct));
        var rotate = new Command("rotate", "Makes a key that signs from now on. Addresses that were handed out before stay good.");
        rotate.SetAction((_, ct) => Rotate(ct));
        var key = new Argument<int>("key") { Description = "Its number, as show prints it." };
        var retire = new Command("retire", "Destroys an older key: every address that it signed is unknown from then on.") { key };
        retire.SetAction((parsed, ct) => Retire(parsed.GetRequiredValue(key), ct));
        return new Command("links", "Looks after the keys that sign addresses.") { show, rotate, retire };
    }

    private static async Task<int> Show(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        using var answer = await server.GetAsync(new Uri("api/v1/keys/links", UriKind.Relative), ct);
        await Problem.ThrowIfRefused(answer, ct);
        foreach (var key in (await answer.Content.ReadFromJsonAsync(ServerJson.Default.IReadOnlyListLinkKeyView, ct))!)
        {
            await Console.Out.WriteLineAsync(Line(key));
        }

        return ExitCode.Done;
    }

    private static async Task<int> Rotate(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        using var answer = await server.PostAsync(new Uri("api/v1/keys/links/rotate", UriKind.Relative), null, ct);
        await Problem.ThrowIfRefused(answer, ct);
        await Console.Out.WriteLineAsync(Line((await answer.Content.ReadFromJsonAsync(ServerJson.Default.LinkKeyView, ct))!));
        return ExitCode.Done;
    }

    private static async Task<int> Retire(int key, CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        using var answer = await server.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"api/v1/keys/links/{key}/retire"), UriKind.Relative), null, ct);
        await Problem.ThrowIfRefused(answer, ct);
        await Console.Out.WriteLineAsync($"key {key} is destroyed");
        return ExitCode.Done;
    }

    private static string Line(LinkKeyView key) =>
        string.Create(CultureInfo.InvariantCulture, $"key {key.Id} since {key.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {(key.Signs ? "signs new addresses" : "verifies those it signed")}");
}

internal sealed record LinkKeyView(int Id, DateTimeOffset MadeAt, bool Signs);
