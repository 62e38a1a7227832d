using System.Runtime.InteropServices;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Rendering;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>
/// Beeps and flashes at known moments of the timeline, stamped by clocks that are off: 180 ms after an hour at 50 ppm. The whole
/// hour through the product is the benchmark <c>align</c>; this is what of it fits into a test.
/// </summary>
public sealed class AligningAnHour : IAsyncDisposable
{
    private const int Source = 4000;
    private const int Heard = 8000;
    private const int Hour = 3600;

    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    /// <summary>Three voices beep one after the other, every half minute, in the sum that the mix is made of.</summary>
    [Fact]
    public async Task Keeps_three_voices_together_in_the_mix_from_the_first_beep_to_the_last()
    {
        var voices = new[] { (Offset: 0.25, Ppb: 0), (Offset: 1.7, Ppb: 50_000), (Offset: 3.1, Ppb: -50_000) }.Select((v, i) => (v.Offset, v.Ppb, First: 5.0 + (5 * i))).ToList();
        List<AudioInput> inputs = [];
        foreach (var (offset, ppb, first) in voices)
        {
            var beeps = Moments(first).Select(at => (at - offset) / (1 + (ppb / 1e9)));
            var file = _lab.At($"{first}.wav");
            await File.WriteAllBytesAsync(file, Wav(beeps), Ct);
            inputs.Add(new AudioInput(new FileMedia(file), "wav", (long)(offset * 1e9), Drift: new ClockDrift(ppb)));
        }

        var samples = await Mixed(inputs);

        var late = voices.SelectMany(v => Moments(v.First)).Select(at => Onset(samples, at)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{late.Count} beeps, {late.Min():0.00} to {late.Max():0.00} ms late"));
        Assert.Equal(3 * Hour / 30, late.Count);
        Assert.InRange(late.Max() - late.Min(), 0, 2);
        Assert.InRange(late.Max(Math.Abs), 0, 3);
    }

    /// <summary>Cut or filled by 10 ms, as <c>async</c> does with a clock that is off, the tone would leap.</summary>
    [Theory]
    [InlineData(123_400)]
    [InlineData(-1_000)]
    public async Task Stretches_a_tone_and_never_cuts_it(int ppb)
    {
        const int seconds = 120;
        var tone = await _lab.Make("tone.wav", "-f", "lavfi", "-i", $"aevalsrc=0.5*sin(2*PI*440*t):s=48000:d={seconds}", "-c:a", "pcm_f32le");

        var samples = await Lab.Ffmpeg("-copyts", "-i", tone, "-filter_complex", AudioGraph.Align(0, new AudioInput(new FileMedia(tone), "wav", 0, Drift: new ClockDrift(ppb)), (seconds - 1) * 1_000_000_000L, "v"), "-map", "[v]", "-f", "f32le", "-");

        var heard = MemoryMarshal.Cast<byte, float>(samples).ToArray();
        var worst = Enumerable.Range(4800, heard.Length - 9600).Max(n => Math.Abs(heard[n] - (0.5 * Math.Sin(2 * Math.PI * 440 * n / 48_000.0 / (1 + (ppb / 1e9))))));
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{ppb} ppb: no sample is farther than {20 * Math.Log10(worst):0} dBFS from the tone"));
        Assert.Equal((seconds - 1) * 48_000, heard.Length);
        Assert.True(worst < 0.001, $"{worst}");
    }

    /// <summary>Two cameras flash together; theirs clocks are 348 ms apart by then.</summary>
    [Fact]
    public async Task Shows_two_flashes_at_minute_58_in_the_same_picture()
    {
        const int from = 58 * 60;
        var (one, two) = (TrackId.New(DateTimeOffset.UnixEpoch), TrackId.New(DateTimeOffset.UnixEpoch.AddDays(1)));
        var scene = new Scene(from * 30, 300, [new Tile(one, 0, 0, 640, 360), new Tile(two, 640, 0, 640, 360)]);
        var inputs = new[] { await Camera(one, 0.5, 50_000, from), await Camera(two, 2.25, -50_000, from) };
        var file = _lab.At("scene.mp4");
        await using (var output = File.Create(file))
        {
            await _lab.Engine.RenderScene(new SceneInput(scene, inputs), output, Lab.Unwatched, Ct);
        }

        var luma = await Lab.Ffmpeg("-i", file, "-vf", "scale=32:18:flags=area", "-f", "rawvideo", "-pix_fmt", "gray", "-");

        var pictures = luma.Chunk(32 * 18).ToList();
        Assert.Equal(300, pictures.Count);
        // the middles of both tiles
        List<int> flashes = [.. new[] { (4 * 32) + 8, (4 * 32) + 24 }.SelectMany(at => Enumerable.Range(1, 299).Where(n => pictures[n][at] > 128 && pictures[n - 1][at] <= 128))];
        Assert.Equal(4, flashes.Count);
        Assert.All(flashes, n => Assert.Equal(n < 120 ? 2 : 7, n / 30.0, 0.034));
    }

    private static IEnumerable<double> Moments(double first) => Enumerable.Range(0, Hour / 30).Select(n => first + (n * 30));

    /// <summary>ms from the moment to the first loud sample around it.</summary>
    private static double Onset(short[] samples, double at)
    {
        var around = (int)((at - 0.5) * Heard);
        return (Array.FindIndex(samples, around, Heard, s => Math.Abs((int)s) > 3000) - (at * Heard)) * 1000.0 / Heard;
    }

    private static byte[] Wav(IEnumerable<double> beeps)
    {
        var samples = new short[Source * Hour];
        foreach (var at in beeps.Select(s => (int)Math.Round(s * Source)))
        {
            for (var n = 0; n < Source / 10 && at + n < samples.Length; n++)
            {
                samples[at + n] = (short)(16_000 * Math.Cos(2 * Math.PI * 500 * n / Source));
            }
        }

        var data = MemoryMarshal.AsBytes(samples.AsSpan());
        return [.. "RIFF"u8, .. Four(36 + data.Length), .. "WAVEfmt "u8, .. Four(16), 1, 0, 1, 0, .. Four(Source), .. Four(2 * Source), 2, 0, 16, 0, .. "data"u8, .. Four(data.Length), .. data];

        static byte[] Four(int value) => BitConverter.GetBytes(value);
    }

    private static async Task<short[]> Mixed(List<AudioInput> inputs)
    {
        var files = inputs.SelectMany(i => (string[])["-itsoffset", FormattableString.Invariant($"{i.Drift.InMedium(i.OffsetNs) / 1e9}"), "-i", ((FileMedia)i.Media).Path]);
        var pcm = await Lab.Ffmpeg(["-copyts", .. files, "-filter_complex", AudioGraph.Mix(inputs, Hour * 1_000_000_000L, "v"), "-map", "[v]", "-ar", $"{Heard}", "-f", "s16le", "-"]);
        return MemoryMarshal.Cast<byte, short>(pcm).ToArray();
    }

    /// <summary>Ten pictures a second from 40 s before the scene on; white in every fifth second, at its second second.</summary>
    private async Task<VideoInput> Camera(TrackId track, double offset, int ppb, int from)
    {
        var file = await _lab.Make(
            $"{ppb}.mkv", "-f", "lavfi", "-i", "color=c=black:s=160x90:r=10:d=55",
            "-vf", FormattableString.Invariant($"drawbox=c=white:t=fill:enable='between(mod(n\\,50)\\,20\\,21)',settb=1/1000,setpts=(N/10+{from - 40 - offset})/{1 + (ppb / 1e9)}/TB"),
            "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "20");
        return new VideoInput(track, new FileMedia(file), "matroska", (long)(offset * 1e9), Drift: new ClockDrift(ppb));
    }
}
