using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>What replaces an original of which parts are destroyed: nothing outside is in it, and inside it is as it was.</summary>
public sealed class CuttingATrack : IAsyncDisposable
{
    private const int Rate = 48_000;
    private const int Fade = 240;

    private static readonly CallTrack Microphone = Call.Janus.Track("bob", TrackKind.Microphone);
    private static readonly CallTrack Camera = Call.Janus.Track("bob", TrackKind.Camera);

    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    /// <summary>Bob speaks from 10.6 to 15.3 s and from 32.6 to 36.3 s: the edges lie within both sentences.</summary>
    [Fact]
    public async Task Leaves_no_sample_of_sound_outside_and_each_of_those_inside()
    {
        IReadOnlyList<Stretch> keep = [Own(Microphone, 12, 14), Own(Microphone, 33.25, 34)];

        var (file, probe) = await Cut(Microphone, keep);

        var was = await Aligned(Microphone.File);
        var left = await Lab.Samples(file, Rate);
        Assert.Equal(("matroska", "flac", 0), (probe.Container, probe.Codec, probe.FirstTimestampNs));
        Assert.InRange(left.Length, was.Length - 2048, was.Length + 2048);
        Assert.True(was[At(Microphone, 11)..At(Microphone, 12)].Max(Math.Abs) > 0.1f, "He speaks before the window.");
        var worst = 0f;
        for (var n = 0; n < Math.Min(left.Length, was.Length); n++)
        {
            if (!keep.Any(w => n >= Sample(w.FromNs) && n < Sample(w.ToNs) + 1))
            {
                Assert.True(left[n] == 0, $"Sample {n} is {left[n]}.");
            }
            else if (keep.Any(w => n >= Sample(w.FromNs) + Fade + 1 && n < Sample(w.ToNs) - Fade - 1))
            {
                worst = Math.Max(worst, Math.Abs(was[n] - left[n]));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"inside the windows no sample is farther than {worst} of full scale from what it was"));
        Assert.True(worst <= 1f / 32768, $"{worst}"); // rounded to sixteen bits
    }

    [Fact]
    public async Task Leaves_no_picture_outside_and_each_of_those_inside_at_its_time()
    {
        var keep = Own(Camera, 12, 30);

        var (file, probe) = await Cut(Camera, [keep]);

        var expected = (await Times(Camera.File)).Where(at => at >= keep.FromNs / 1e9 && at < keep.ToNs / 1e9).ToList();
        var left = await Times(file);
        Assert.Equal(("matroska", "h264"), (probe.Container, probe.Codec));
        Assert.True(expected.Count > 200);
        Assert.Equal(expected.Count, left.Count);
        Assert.All(expected.Zip(left), pair => Assert.Equal(pair.First, pair.Second, 0.0011));

        // drawn in the window, less the way to the SFU
        var luma = await Lab.Ffmpeg("-i", file, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
        var (width, height) = (probe.Width!.Value, probe.Height!.Value);
        var drawn = luma.Chunk(width * height).Select(p => Barcode.Read(p, width, 0, 0, width, height, 240)).ToList();
        Assert.Equal(left.Count, drawn.Count);
        Assert.True(drawn.Count(d => d is null) <= 3);
        Assert.All(drawn.OfType<int>(), d => Assert.InRange(d, 11_850, 30_000));
    }

    [Fact]
    public async Task Shows_in_a_scene_what_the_original_showed()
    {
        var (file, probe) = await Cut(Camera, [Own(Camera, 12, 30)]);
        var scene = new Scene(420, 30, [new Tile(Camera.Id, 0, 0, 960, 720, Stretch.FromSeconds(12, 30))]);

        var before = await Drawn(scene, Camera.Video());
        var after = await Drawn(scene, new VideoInput(Camera.Id, new FileMedia(file), probe.Container, Camera.OffsetNs));

        Assert.Equal(before, after);
        Assert.True(before.Distinct().Count() > 10);
    }

    private static Stretch Own(CallTrack track, double from, double to) =>
        new((long)(from * 1e9) - track.OffsetNs, (long)(to * 1e9) - track.OffsetNs);

    private static long Sample(long ns) => ns * 48 / 1_000_000;

    private static int At(CallTrack track, double second) => (int)Sample((long)(second * 1e9) - track.OffsetNs);

    private async Task<(string File, TrackProbe Probe)> Cut(CallTrack track, IReadOnlyList<Stretch> keep)
    {
        await using var media = new FileMedia(track.File);
        var was = (await _lab.Engine.Probe(media, track.Kind, Ct)).Value;
        var file = _lab.At($"{track.Kind}.mkv");
        await using (var output = File.Create(file))
        {
            await _lab.Engine.Cut(new TrackCut(media, track.Kind, was.Container, was.FirstTimestampNs, was.DurationNs, keep), output, Ct);
        }

        await using var cut = new FileMedia(file);
        var probe = (await _lab.Engine.Probe(cut, track.Kind, Ct)).Value;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{track.Kind}: {media.Length} bytes {was.Codec}, {cut.Length} bytes {probe.Codec} of {keep.Sum(k => k.LengthNs) / 1e9:F2} s kept"));
        return (file, probe);
    }

    /// <summary>The gaps of DTX are gaps of the timestamps: filled, as the product fills them; and stereo is averaged, as there.</summary>
    private static async Task<float[]> Aligned(string file)
    {
        var pcm = await Lab.Ffmpeg("-i", file, "-af", "aresample=48000:async=1:min_hard_comp=0.010:first_pts=0:rematrix_maxval=1,aformat=channel_layouts=mono", "-f", "f32le", "-");
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(pcm).ToArray();
    }

    private static async Task<List<double>> Times(string file) =>
        [.. (await Lab.Ffprobe("-show_entries", "packet=pts_time", "-of", "csv=p=0", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).Order()];

    private async Task<List<int?>> Drawn(Scene scene, VideoInput input)
    {
        var file = _lab.At("scene.mp4");
        await using (var output = File.Create(file))
        {
            await _lab.Engine.RenderScene(new SceneInput(scene, [input]), output, Lab.Unwatched, Ct);
        }

        var luma = await Lab.Ffmpeg("-i", file, "-f", "rawvideo", "-pix_fmt", "gray", "-");
        return [.. luma.Chunk(Canvas.Width * Canvas.Height).Select(p => Barcode.Read(p, Canvas.Width, 0, 0, 960, 720, 240))];
    }
}
