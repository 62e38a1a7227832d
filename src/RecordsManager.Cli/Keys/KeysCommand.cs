using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Keys;

/// <summary>Shows under which KEK the server's organization keeps its keys, and changes it.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var show = new Command("show", "Prints the epochs of the KEK, what holds them, and when the next rotation is due.");
        show.SetAction((_, ct) => Show(ct));
        var rotate = new Command("rotate", """
            Puts all keys under a new KEK and destroys the old one. From then on no backup of the database made before opens
            whom was erased before. A rotation that was interrupted is ended first. It does not interrupt anybody's work.
            """);
        rotate.SetAction((_, ct) => Rotate(ct));
        return new Command("keys", "Looks after the keys that everything is encrypted under.") { show, rotate };
    }

    private static async Task<int> Show(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        using var answer = await server.GetAsync(new Uri("api/v1/keys", UriKind.Relative), ct);
        await Problem.ThrowIfRefused(answer, ct);
        var keys = (await answer.Content.ReadFromJsonAsync(ServerJson.Default.KeysView, ct))!;
        foreach (var epoch in keys.Epochs)
        {
            await Console.Out.WriteLineAsync($"epoch {epoch.Epoch} with {epoch.Provider} since {Day(epoch.MadeAt)}");
        }

        await Console.Out.WriteLineAsync(keys.Epochs.Count > 1 ? "a rotation is under way" : keys.RotationDueAt is { } due ? $"next rotation due {Day(due)}" : "no rotation by itself");
        return ExitCode.Done;
    }

    private static async Task<int> Rotate(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        server.Timeout = Timeout.InfiniteTimeSpan; // as long as there are keys
        using var answer = await server.PostAsync(new Uri("api/v1/keys/rotate", UriKind.Relative), null, ct);
        await Problem.ThrowIfRefused(answer, ct);
        var rotated = (await answer.Content.ReadFromJsonAsync(ServerJson.Default.RotatedKeys, ct))!;
        await Console.Out.WriteLineAsync($"epoch {rotated.Epoch} with {rotated.Provider}: {rotated.Exchanged} keys wrapped anew, destroyed: {(rotated.Destroyed.Count == 0 ? "none" : "epoch " + string.Join(", ", rotated.Destroyed))}");
        return ExitCode.Done;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

internal sealed record EpochView(int Epoch, string Provider, DateTimeOffset MadeAt);

internal sealed record KeysView(IReadOnlyList<EpochView> Epochs, DateTimeOffset? RotationDueAt);

internal sealed record RotatedKeys(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed);
