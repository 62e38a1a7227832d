using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// Three people beep and flash every twenty seconds, at moments of their own; the clocks of two are 50 ppm off, either way. The
/// running product takes the call in and makes everything of it; then the beeps are looked for in the mix and the flashes in the
/// composite. Two of the voices come again as recordings of Janus, packet by packet with jitter: their drift is estimated.
/// Needs RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class AligningTracks
{
    public const string Verb = "align";
    private const int Every = 20;
    private const int Rate = 8_000;
    private const int FramesPerSecond = 30;
    private const int Columns = 32;
    private const int Rows = 18;

    private static readonly Person[] People = [new("Ines", 0.25, 0), new("Jonas", 1.7, 50), new("Kim", 3.1, -50)];
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);

    /// <param name="At">Of every twenty seconds, s; and where both tracks begin.</param>
    /// <param name="Ppm">How much the clock is slow.</param>
    private sealed record Person(string Name, double At, double Ppm)
    {
        public double Factor => 1 + (Ppm / 1e6);
    }

    public static async Task<int> Run(int minutes)
    {
        var folder = Directory.CreateTempSubdirectory("records-media-align-");
        try
        {
            foreach (var person in People)
            {
                await Generate(folder.FullName, person, minutes * 60);
            }

            await using var product = await RunningProduct.Start();
            using var stop = new CancellationTokenSource();
            var memory = ProcessMemory.Peak(product.ProcessId, stop.Token);
            var clock = Stopwatch.StartNew();
            var call = await Made(product, "manifest", Manifest(folder.FullName, minutes * 60));
            await Figures.Say($"{minutes} minutes, 3 microphones and 3 cameras: taken in and made in {clock.Elapsed.TotalSeconds:0} s");
            var mix = await Heard(product, call, folder.FullName, "mix", People.Select(p => (p.Name, First: p.At)), minutes);
            var picture = await Seen(product, call, folder.FullName, minutes);
            var janus = JitteryJanus.Call(People[1..].Select(p => (p.Name, p.At, p.Ppm, File.ReadAllBytes(Path.Combine(folder.FullName, $"{p.Name}.ogg")))), Start);
            var estimated = await Made(product, "janus", janus);
            foreach (var track in (await product.Json($"/api/v1/recordings/{estimated}/tracks")).EnumerateArray())
            {
                await Figures.Say($"Janus, {track.GetProperty("displayName").GetString()!}: {track.GetProperty("driftPpm").GetDouble():0.00} ± {track.GetProperty("driftUncertaintyPpm").GetDouble():0.00} ppm by the times of arrival");
            }

            var began = (Start - (await product.Json($"/api/v1/recordings/{estimated}")).GetProperty("startedAt").GetDateTimeOffset()).TotalSeconds;
            var jittered = await Heard(product, estimated, folder.FullName, "mix of the Janus call", People[1..].Select(p => (p.Name, First: p.At + began)), minutes);
            await stop.CancelAsync();
            await Figures.Say($"server's memory at its peak: {(await memory).Peak}");
            return mix && picture && jittered ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Beep and flash at the same moments. Each picture is stamped with what the person's clock says at its moment.</summary>
    private static async Task Generate(string folder, Person person, int seconds)
    {
        var beep = Number($"0.3*sin(2*PI*1000*t)*lt(mod(t*{person.Factor:0.000000000},{Every}),0.1)");
        await Figures.Tool(
            "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"aevalsrc='{beep}':s=16000:d={seconds}", "-c:a", "libopus", "-b:a", "24k", "-compression_level", "0", "-page_duration", "20000", Path.Combine(folder, $"{person.Name}.ogg"));
        await Figures.Tool("ffmpeg", "-nostdin", "-v", "error", "-i", Path.Combine(folder, $"{person.Name}.ogg"), "-c", "copy", Path.Combine(folder, $"{person.Name}.webm"));
        await Figures.Tool(
            "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", Number($"color=c=black:s=320x180:r=15:d={seconds}"),
            "-vf", Number($"drawbox=c=white:t=fill:enable='lt(mod(n\\,{15 * Every})\\,3)',settb=1/1000,setpts=N/15/{person.Factor:0.000000000}/TB"),
            "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "60", Path.Combine(folder, $"{person.Name}.mkv"));
    }

    private static List<(string Name, byte[] Bytes)> Manifest(string folder, int seconds)
    {
        List<(Person Person, string Name, byte[] Bytes)> files = [.. People.SelectMany(p => new[] { $"{p.Name}.webm", $"{p.Name}.mkv" }.Select(f => (p, f, File.ReadAllBytes(Path.Combine(folder, f)))))];
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schema = "recman.delivery/1",
            source = new { system = "align" },
            session = new { external_id = "align", title = "Beeps and flashes", started_at = Start, ended_at = Start.AddSeconds(seconds + 5) },
            participants = People.Select(p => new { id = p.Name, identity = p.Name, display_name = p.Name, location = "DE" }),
            tracks = files.Select(f => new
            {
                id = f.Name,
                participant = f.Person.Name,
                kind = f.Name.EndsWith("webm", StringComparison.Ordinal) ? "mic" : "cam",
                codec = f.Name.EndsWith("webm", StringComparison.Ordinal) ? "opus" : "h264",
                segments = new[] { new { file = f.Name, anchor = new { kind = "session_offset_ns", value = Ns(f.Person.At) }, media_first_pts_ns = "0", media_last_pts_ns = Ns(seconds), drift_ppm = f.Person.Ppm } },
            }),
            files = files.Select(f => new { id = f.Name, uri = f.Name, media_type = "video/webm", bytes = f.Bytes.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(f.Bytes)) }),
        });
        return [("manifest.json", manifest), .. files.Select(f => (f.Name, f.Bytes))];
    }

    /// <returns>The recording, everybody agreed and everything made.</returns>
    private static async Task<string> Made(RunningProduct product, string adapter, IReadOnlyList<(string, byte[])> files)
    {
        var delivery = await product.Settled(await product.Deliver(adapter, $"align-{adapter}", files));
        var recording = delivery.GetProperty("recording").GetString() ?? throw new InvalidOperationException(delivery.ToString());
        foreach (var participant in (await product.Json($"/api/v1/recordings/{recording}")).GetProperty("participants").EnumerateArray())
        {
            await product.Post($"/api/v1/calls/{recording}/participants/{participant.GetProperty("id").GetString()}/consent", new { kind = "granted", method = "click", language = "en" });
        }

        while (true)
        {
            var now = await product.Json($"/api/v1/recordings/{recording}");
            if (now.GetProperty("failedDerivatives").GetInt32() > 0)
            {
                throw new InvalidOperationException(product.Log);
            }

            if (now.GetProperty("isPlayable").GetBoolean() && now.GetProperty("progress").GetDouble() >= 1)
            {
                return recording;
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<bool> Heard(RunningProduct product, string recording, string folder, string what, IEnumerable<(string Name, double First)> people, int minutes)
    {
        var samples = MemoryMarshal.Cast<byte, short>(await Decoded(product, recording, folder, "mix", "-vn", "-ar", $"{Rate}", "-ac", "1", "-f", "s16le")).ToArray();
        return await Judge(what, people, minutes, at =>
        {
            var around = samples.AsSpan((int)((at - 0.5) * Rate) is > 0 and var from ? from : 0, Rate);
            var peak = 0;
            foreach (var sample in around)
            {
                peak = Math.Max(peak, Math.Abs((int)sample));
            }

            var onset = 0;
            while (Math.Abs((int)around[onset]) < peak / 2)
            {
                onset++;
            }

            return ((double)(Math.Max(0, (int)((at - 0.5) * Rate)) + onset) / Rate) - at;
        });
    }

    private static async Task<bool> Seen(RunningProduct product, string recording, string folder, int minutes)
    {
        const int size = Columns * Rows;
        var luma = await Decoded(product, recording, folder, "video", "-an", "-vf", $"scale={Columns}:{Rows}:flags=area", "-pix_fmt", "gray", "-f", "rawvideo");
        return await Judge("composite", People.Select(p => (p.Name, p.At)), minutes, at =>
        {
            // the cell that changes most within half a second is in the tile of whoever flashes then
            var from = Math.Max(1, (int)((at - 0.5) * FramesPerSecond));
            var frames = Enumerable.Range(from, Math.Min(FramesPerSecond, (luma.Length / size) - from)).ToList();
            var cell = Enumerable.Range(0, size).MaxBy(c => frames.Max(f => luma[(f * size) + c]) - frames.Min(f => luma[(f * size) + c]));
            var bright = frames.Max(f => luma[(f * size) + cell]) / 2;
            return ((double)frames.First(f => luma[(f * size) + cell] > bright) / FramesPerSecond) - at;
        });
    }

    /// <summary>By how much each beep or flash is off; and between tracks, those of the same twenty seconds against each other.</summary>
    private static async Task<bool> Judge(string what, IEnumerable<(string Name, double First)> people, int minutes, Func<double, double> late)
    {
        var rounds = Enumerable.Range(1, (minutes * 60 / Every) - 2).Select(n => people.Select(p => late(p.First + (n * Every)) * 1000).ToList()).ToList();
        var apart = rounds.Select(r => r.Max() - r.Min()).Order().ToList();
        var off = rounds.SelectMany(r => r).Order().ToList();
        await Figures.Say($"{what}: between tracks p50 {apart[apart.Count / 2]:0.0}, p95 {apart[apart.Count * 95 / 100]:0.0}, maximum {apart[^1]:0.0} ms over {rounds.Count} rounds; against the moments themselves {off[0]:0.0} to {off[^1]:0.0} ms");
        return apart[apart.Count * 95 / 100] <= 40 && apart[^1] <= 80;
    }

    private static async Task<byte[]> Decoded(RunningProduct product, string recording, string folder, string rendition, params string[] output)
    {
        var (whole, raw) = (Path.Combine(folder, "rendition.mp4"), Path.Combine(folder, "raw"));
        await using (var file = File.Create(whole))
        {
            var at = $"/recordings/{recording}/media/{rendition}/";
            var lines = (await product.Http.GetStringAsync(new Uri(at + "index.m3u8", UriKind.Relative))).Split('\n');
            var init = lines.Single(l => l.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)).Split('"')[1];
            foreach (var address in lines.Where(l => l.Length > 0 && l[0] != '#').Prepend(init))
            {
                await file.WriteAsync(await product.Http.GetByteArrayAsync(new Uri(at + address, UriKind.Relative)));
            }
        }

        await Figures.Tool("ffmpeg", ["-nostdin", "-v", "error", "-i", whole, .. output, "-y", raw]);
        return await File.ReadAllBytesAsync(raw);
    }

    private static string Ns(double seconds) => ((long)Math.Round(seconds * 1e9)).ToString(CultureInfo.InvariantCulture);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
