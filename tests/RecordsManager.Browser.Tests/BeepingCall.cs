using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Browser.Tests;

/// <summary>
/// Three people, each a beep of their own pitch once a second, at a time of their own: whoever listens knows who is heard and when.
/// The second joins two seconds late. The first has a camera.
/// </summary>
public sealed class BeepingCall(SampleCall sample) : IAsyncLifetime
{
    public const int Seconds = 30;

    /// <summary>s. An edge without it sounds at all pitches.</summary>
    public const double Ramp = 0.01;

    private const string Length = "0.08";

    /// <summary>No pitch is a multiple of another: one played twice as fast would not be taken for its neighbour.</summary>
    public static readonly IReadOnlyList<Beeper> People = [new("Ines", 430, 0.1, 0), new("Jonas", 700, 0.45, 2), new("Kim", 1130, 0.8, 0)];

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);

    public string Recording { get; private set; } = "";

    public string Page => $"/recordings/{Recording}";

    /// <param name="Pitch">Hz.</param>
    /// <param name="At">Of each second, s on the recording's timeline.</param>
    /// <param name="JoinsAt">s.</param>
    public sealed record Beeper(string Name, int Pitch, double At, int JoinsAt);

    public async ValueTask InitializeAsync() => Recording = await Deliver(sample.Product, Seconds);

    /// <returns>The recording; its picture and sound are made.</returns>
    public static async Task<string> Deliver(RunningProduct product, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("records-media-beeps-");
        try
        {
            List<(string Name, byte[] Bytes)> files = [];
            foreach (var person in People)
            {
                var file = $"{person.Name}.webm";
                var length = Number(seconds - person.JoinsAt);
                var within = $"mod(t+{person.JoinsAt}-{Number(person.At)}+1\\,1)";
                var beep = $"0.25*sin(2*PI*{person.Pitch}*t)*pow(sin(PI/2*clip(min({within}\\,{Length}-{within})/{Number(Ramp)}\\,0\\,1))\\,2)";
                string[] picture = ["-f", "lavfi", "-i", $"testsrc2=size=320x180:rate=15:duration={length}", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "30"];
                await Ffmpeg(["-f", "lavfi", "-i", $"aevalsrc={beep}:s=48000:d={length}", "-c:a", "libopus", "-b:a", "64k", Path.Combine(folder.FullName, file)]);
                files.Add((file, await File.ReadAllBytesAsync(Path.Combine(folder.FullName, file))));
                if (person == People[0])
                {
                    await Ffmpeg([.. picture, Path.Combine(folder.FullName, "camera.webm")]);
                    files.Add(("camera.webm", await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "camera.webm"))));
                }
            }

            return await Deliver(product, seconds, files);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> Deliver(RunningProduct product, int seconds, List<(string Name, byte[] Bytes)> files)
    {
        var tracks = People.Select(p => (Person: p, Kind: "mic", Codec: "opus", File: $"{p.Name}.webm")).Append((Person: People[0], Kind: "cam", Codec: "vp8", File: "camera.webm"));
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schema = "recman.delivery/1",
            source = new { system = "beeps" },
            session = new { external_id = "beeps", title = "Beeps", started_at = Start, ended_at = Start.AddSeconds(seconds) },
            participants = People.Select(p => new { id = p.Name, identity = p.Name, display_name = p.Name, location = "DE" }),
            tracks = tracks.Select(t => new
            {
                id = t.File,
                participant = t.Person.Name,
                kind = t.Kind,
                codec = t.Codec,
                segments = new[] { new { file = t.File, anchor = new { kind = "session_offset_ns", value = Ns(t.Person.JoinsAt), of = "first_sample" }, media_first_pts_ns = "0", media_last_pts_ns = Ns(seconds - t.Person.JoinsAt) } },
            }),
            files = files.Select(f => new { id = f.Name, uri = f.Name, media_type = "video/webm", bytes = f.Bytes.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(f.Bytes)) }),
        });
        var delivery = await product.Deliver("manifest", "beeps", [("manifest.json", manifest), .. files]);
        var recording = (await product.Settled(delivery)).GetProperty("recording").GetString()!;
        foreach (var participant in (await product.Json($"/api/v1/recordings/{recording}")).GetProperty("participants").EnumerateArray())
        {
            await product.Post($"/api/v1/calls/{recording}/participants/{participant.GetProperty("id").GetString()}/consent", new { kind = "granted", method = "click", language = "en" });
        }

        await product.Derived(recording);
        return recording;
    }

    private static async Task Ffmpeg(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", .. arguments]))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Ns(int seconds) => (seconds * 1_000_000_000L).ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
