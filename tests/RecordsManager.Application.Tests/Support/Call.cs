using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Deliveries;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Support;

/// <summary>
/// A small call as some service delivers it: two seconds of each person's voice and one chat message of each, through the
/// real uploads, inbox and worker.
/// </summary>
internal sealed record Call(string ExternalId, DateTimeOffset StartedAt, params string[] People)
{
    /// <summary>Marks the tracks of a second delivery of the same call.</summary>
    public string Part { get; init; } = "";

    public string? Location { get; init; } = "DE";

    /// <summary>Of every track's clock, as the producer states it.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Every person has a second track beside the first.</summary>
    public bool WithMore { get; init; }

    /// <summary>Everybody leaves after two seconds, and comes back after so long for two more, which is their second track.</summary>
    public TimeSpan? ComesBack { get; init; }

    /// <summary>Every person has a camera too, each on 0.7 s after the one before.</summary>
    public bool WithCameras { get; init; }

    private IEnumerable<(string Track, string File, string Person, TimeSpan At)> Cameras =>
        WithCameras ? People.Select((p, i) => ($"c{i}{Part}", $"cam{i}", p, TimeSpan.FromSeconds(0.7 * i))) : [];

    private IEnumerable<(string Track, string File, string Person, TimeSpan At)> Tracks => People.SelectMany((p, i) =>
        Enumerable.Range(0, WithMore || ComesBack is not null ? 2 : 1).Select(n => ($"t{i}{(n == 0 ? "" : "-more")}{Part}", $"f{i}-{n}", p, n == 0 ? TimeSpan.Zero : ComesBack ?? TimeSpan.Zero)));

    public TimeSpan Lasts => TimeSpan.FromSeconds(2) + (ComesBack ?? TimeSpan.Zero);

    public async Task<DeliveryId> Deliver(Workbench bench, string? key = null)
    {
        List<ReceiveDelivery.File> files = [];
        foreach (var (name, content) in Files())
        {
            files.Add(new ReceiveDelivery.File(name, await Upload(bench, content)));
        }

        return (await bench.Send(new ReceiveDelivery.Command("manifest", key ?? ExternalId + Part, files))).Value.Delivery;
    }

    public static async Task<UploadId> Upload(Workbench bench, byte[] content)
    {
        var upload = (await bench.Send(new CreateUpload.Command(content.Length, null))).Value.Id;
        using var body = new MemoryStream(content);
        Assert.Equal(content.Length, (await bench.Send(new AppendToUpload.Command(upload, 0, null, SHA256.HashData(content), body))).Value);
        return upload;
    }

    private IEnumerable<(string Name, byte[] Content)> Files()
    {
        var chat = Encoding.UTF8.GetBytes(string.Join('\n', People.Select((p, i) => JsonSerializer.Serialize(new
        {
            id = $"m{i}{Part}",
            at_ns = Ns(TimeSpan.FromSeconds(1)),
            from = p,
            to = new[] { "*" },
            kind = "text",
            text = $"Words of {p}",
        }))));
        yield return ("manifest.json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            schema = "recman.delivery/1",
            source = new { system = "acme" },
            session = new { external_id = ExternalId, title = "A small call", started_at = Iso(StartedAt), ended_at = Iso(StartedAt + Lasts) },
            participants = People.Select(p => Location is null
                ? (object)new { id = p, identity = p, display_name = $"{p} by name" }
                : ComesBack is { } back ? new { id = p, identity = p, display_name = $"{p} by name", location = Location, connections = new[] { Stay(TimeSpan.Zero), Stay(back) } }
                : new { id = p, identity = p, display_name = $"{p} by name", location = Location }),
            tracks = Tracks.Select(t => new
            {
                id = t.Track,
                participant = t.Person,
                kind = "mic",
                codec = "opus",
                segments = new[] { new { file = t.File, anchor = new { kind = "unix_ns", value = Ns(t.At) }, media_first_pts_ns = "0", media_last_pts_ns = "2000000000", drift_ppm = DriftPpm } },
            }).Concat(Cameras.Select(c => new
            {
                id = c.Track,
                participant = c.Person,
                kind = "cam",
                codec = "vp8",
                segments = new[] { new { file = c.File, anchor = new { kind = "unix_ns", value = Ns(c.At) }, media_first_pts_ns = "0", media_last_pts_ns = "2000000000", drift_ppm = DriftPpm } },
            })),
            files = Tracks.Select(t => File(t.File, $"{t.File}.webm", Voices.Voice)).Concat(Cameras.Select(c => File(c.File, $"{c.File}.webm", Voices.Picture))).Append(File("chat", "chat.ndjson", chat)),
            artifacts = new[] { new { id = "a1", type = "chat", file = "chat", format = "recman.chat+ndjson" } },
        }));
        yield return ("chat.ndjson", chat);
        foreach (var (_, file, _, _) in Tracks)
        {
            yield return ($"{file}.webm", Voices.Voice);
        }

        foreach (var camera in Cameras)
        {
            yield return ($"{camera.File}.webm", Voices.Picture);
        }
    }

    private static object File(string id, string name, byte[] content) =>
        new { id, uri = name, name, bytes = content.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), state = "complete" };

    private object Stay(TimeSpan from) => new { joined_ns = Ns(from), left_ns = Ns(from + TimeSpan.FromSeconds(2)) };

    private string Ns(TimeSpan after) => ((StartedAt + after).ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
