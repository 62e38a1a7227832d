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
        rotate.SetAction((_, ct) => Rotated("rotate", ct));
        var provider = new Argument<string>("provider") { Description = "Where to: file, pkcs11 or aws-kms, as far as it is set up on the server." };
        var move = new Command("switch", """
            Moves all keys to another provider, on trial, while everybody works. Repeated, it goes on where it was interrupted.
            Until "records keys commit" the former KEK stays, and "records keys rollback" undoes it.
            """) { provider };
        move.SetAction((parsed, ct) => Switch(parsed.GetRequiredValue(provider), ct));
        var commit = new Command("commit", "Makes a switch final: the former KEK is destroyed.");
        commit.SetAction((_, ct) => Rotated("switch/commit", ct));
        var rollback = new Command("rollback", "Undoes a switch: all keys move to a new KEK with the provider of before.");
        rollback.SetAction((_, ct) => Rotated("switch/rollback", ct));
        return new Command("keys", "Looks after the keys that everything is encrypted under.") { show, rotate, move, commit, rollback, LinkKeysCommand.Create() };
    }

    private static async Task<int> Show(CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        using var answer = await server.GetAsync(new Uri("api/v1/keys", UriKind.Relative), ct);
        await Problem.ThrowIfRefused(answer, ct);
        var keys = (await answer.Content.ReadFromJsonAsync(ServerJson.Default.KeysView, ct))!;
        foreach (var epoch in keys.Epochs)
        {
            await Console.Out.WriteLineAsync($"epoch {epoch.Epoch} with {epoch.Provider} since {Day(epoch.MadeAt)}{(epoch.IsOnTrial ? ", on trial" : "")}");
        }

        var due = keys.RotationDueAt is { } at ? Day(at) : null;
        await Console.Out.WriteLineAsync(
            keys.Epochs is [.., { IsOnTrial: true }] ? $"a switch is on trial: commit it or roll it back{(due is null ? "" : $"; it is committed by itself {due}")}"
            : keys.Epochs.Count > 1 ? "a rotation is under way"
            : due is null ? "no rotation by itself" : $"next rotation due {due}");
        return ExitCode.Done;
    }

    private static async Task<int> Switch(string provider, CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        server.Timeout = Timeout.InfiniteTimeSpan; // as long as there are keys
        using var answer = await server.PostAsJsonAsync(new Uri("api/v1/keys/switch", UriKind.Relative), new SwitchOrder(provider), ServerJson.Default.SwitchOrder, ct);
        await Problem.ThrowIfRefused(answer, ct);
        var switched = (await answer.Content.ReadFromJsonAsync(ServerJson.Default.SwitchedKeys, ct))!;
        await Console.Out.WriteLineAsync($"epoch {switched.Epoch} with {switched.Provider}, on trial: {switched.Exchanged} keys wrapped anew; the KEK with {switched.From} stays until records keys commit{(switched.CommittedAt is { } at ? $", or {Day(at)}" : "")}");
        return ExitCode.Done;
    }

    private static async Task<int> Rotated(string how, CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        server.Timeout = Timeout.InfiniteTimeSpan; // as long as there are keys
        using var answer = await server.PostAsync(new Uri($"api/v1/keys/{how}", UriKind.Relative), null, ct);
        await Problem.ThrowIfRefused(answer, ct);
        var rotated = (await answer.Content.ReadFromJsonAsync(ServerJson.Default.RotatedKeys, ct))!;
        await Console.Out.WriteLineAsync($"epoch {rotated.Epoch} with {rotated.Provider}: {rotated.Exchanged} keys wrapped anew, destroyed: {(rotated.Destroyed.Count == 0 ? "none" : "epoch " + string.Join(", ", rotated.Destroyed))}");
        if (rotated.OutOfReach.Count > 0)
        {
            await Console.Out.WriteLineAsync($"out of reach: {string.Join(", ", rotated.OutOfReach)}; former KEKs there are destroyed when it is back");
        }

        return ExitCode.Done;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

internal sealed record EpochView(int Epoch, string Provider, DateTimeOffset MadeAt, bool IsOnTrial);

internal sealed record KeysView(IReadOnlyList<EpochView> Epochs, DateTimeOffset? RotationDueAt);

internal sealed record SwitchOrder(string Provider);

internal sealed record SwitchedKeys(int Epoch, string Provider, string From, int Exchanged, DateTimeOffset? CommittedAt);

internal sealed record RotatedKeys(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed, IReadOnlyList<string> OutOfReach);
