using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>Somebody's pictures in another container: the same packets, piece by piece, each piece decodable alone.</summary>
public sealed class RemuxingATrack : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("alice", TrackKind.Camera)]
    [InlineData("bob", TrackKind.Camera)]
    [InlineData("bob", TrackKind.Screen)]
    [InlineData("chandra", TrackKind.Camera)]
    public async Task Keeps_every_packet_of_the_real_call_and_its_time(string who, TrackKind kind)
    {
        var track = Call.Janus.Track(who, kind);

        var (file, made) = await Remux(track.File, kind, track.OffsetNs);

        Assert.Equal("vp8", made.Codecs);
        Assert.Equal(await Packets(track.File), await Packets(file));
        await AssertPieces(file, made, track.OffsetNs, "webm");
        var longest = await AssertEachStandsUntilTheNext(file, made, track.OffsetNs);
        Assert.True(who != "alice" || longest > 2 * 66, "Hers leaves pictures out: else this shows nothing.");
    }

    [Fact]
    public async Task Takes_h264_as_fragmented_mp4()
    {
        var camera = await _lab.Make(
            "camera.mp4", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=8", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "50", "-movflags", "+faststart");

        var (file, made) = await Remux(camera, TrackKind.Camera, offsetNs: 3_000_000_000);

        Assert.StartsWith("avc1.", made.Codecs, StringComparison.Ordinal);
        Assert.Equal((3_000_000_000, 4), (made.Fragments[0].StartNs, made.Fragments.Count));
        await AssertPieces(file, made, 3_000_000_000, "mp4");
    }

    [Fact]
    public async Task Refuses_what_ffmpeg_ended_early()
    {
        await using var short_ = Lab.WithFfmpeg("exec ffmpeg -t 20 \"$@\""); // before the input: it is read for 20 s only
        var track = Call.Janus.Track("bob", TrackKind.Camera);
        await using var media = new FileMedia(track.File);
        var probe = (await _lab.Engine.Probe(media, track.Kind, Ct)).Value;

        var failure = await Assert.ThrowsAsync<RenderFailedException>(() => short_.Engine.Remux(
            new PictureInput(media, probe.Container, probe.Codec, 0, probe.FirstTimestampNs, probe.DurationNs), Stream.Null, Lab.Unwatched, Ct));

        Assert.Contains("instead of", failure.Message, StringComparison.Ordinal);
    }

    private async Task<(string File, Rendition Made)> Remux(string source, TrackKind kind, long offsetNs)
    {
        await using var media = new FileMedia(source);
        var probe = (await _lab.Engine.Probe(media, kind, Ct)).Value;
        var file = _lab.At("remux");
        await using var output = File.Create(file);
        return (file, await _lab.Engine.Remux(new PictureInput(media, probe.Container, probe.Codec, offsetNs, probe.FirstTimestampNs, probe.DurationNs), output, Lab.Unwatched, Ct));
    }

    /// <summary>Each piece behind the initialisation decodes from its first picture, at the time that the table says.</summary>
    private async Task AssertPieces(string file, Rendition made, long offsetNs, string format)
    {
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        var reached = (long)made.InitLength;
        var pictures = 0;
        foreach (var fragment in made.Fragments)
        {
            Assert.Equal(reached, fragment.Offset);
            reached += fragment.Length;
            await File.WriteAllBytesAsync(_lab.At("piece"), [.. bytes.AsSpan(0, made.InitLength), .. bytes.AsSpan((int)fragment.Offset, fragment.Length)], Ct);
            var times = (await Lab.Ffprobe("-f", format, "-show_entries", "frame=pts_time,key_frame", "-of", "csv=p=0", _lab.At("piece"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var first = times[0].TrimEnd(',').Split(',');
            Assert.Equal("1", first[0]);
            Assert.Equal((fragment.StartNs - offsetNs) / 1e9, double.Parse(first[1], CultureInfo.InvariantCulture), 0.0011);
            pictures += times.Length;
        }

        Assert.Equal(bytes.Length, reached);
        Assert.Equal((await Packets(file)).Count, pictures);
    }

    /// <summary>
    /// A camera leaves pictures out. Where it does not say that the one before stands for longer, a browser throws away all that
    /// follow until the next key frame: it did, for ten seconds, with the cameras of the real call.
    /// </summary>
    /// <returns>The longest that one stands, ms.</returns>
    private static async Task<long> AssertEachStandsUntilTheNext(string file, Rendition made, long offsetNs)
    {
        var lines = (await Lab.Ffprobe("-show_entries", "packet=pts_time,duration_time", "-select_streams", "v:0", "-of", "csv=p=0", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var pictures = lines.Select(l => l.TrimEnd(',').Split(',')).Select(p => (At: Ms(p[0]), Stands: Ms(p[1]))).ToList();
        var end = (made.Fragments[^1].StartNs + made.Fragments[^1].DurationNs - offsetNs) / 1_000_000;

        Assert.All(pictures.Zip(pictures.Skip(1).Select(p => p.At).Append(end)), both => Assert.Equal(both.Second - both.First.At, both.First.Stands));
        return pictures.Max(p => p.Stands);

        static long Ms(string seconds) => (long)Math.Round(double.Parse(seconds, CultureInfo.InvariantCulture) * 1000);
    }

    /// <summary>Time from the first one, size, content, and whether it decodes alone: of what browsers get not a packet is another.</summary>
    private static async Task<List<(long Ms, string Size, bool IsKey, string Hash)>> Packets(string file)
    {
        var lines = (await Lab.Ffprobe("-show_entries", "packet=pts_time,size,flags,data_hash", "-show_data_hash", "crc32", "-select_streams", "v:0", "-of", "csv=p=0", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var packets = lines.Select(l => l.TrimEnd(',').Split(',')).Select(p => (At: double.Parse(p[0], CultureInfo.InvariantCulture), Size: p[1], IsKey: p[2][0] == 'K', Hash: p[3])).ToList();
        return [.. packets.Select(p => ((long)Math.Round((p.At - packets[0].At) * 1000), p.Size, p.IsKey, p.Hash))];
    }
}
