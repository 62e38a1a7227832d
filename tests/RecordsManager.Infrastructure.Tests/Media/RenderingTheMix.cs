using System.Globalization;
using System.Text.RegularExpressions;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed partial class RenderingTheMix : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("janus")]
    [InlineData("werift")]
    public async Task Is_as_loud_as_promised_and_peaks_below_the_limit(string name)
    {
        var call = Call.Named(name);
        var (file, mix) = await Render([.. call.Microphones.Select(track => track.Audio())], call.DurationNs);

        var (loudness, peak) = await Measured(file);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {loudness} LUFS, {peak} dBTP");
        Assert.Equal(-16, loudness, 1.0);
        Assert.True(peak <= -1.5);
        Assert.Equal(loudness, mix.Level!.IntegratedLufs, 0.2);
        Assert.Equal(peak, mix.Level!.TruePeakDbtp, 0.2);
    }

    [Fact]
    public async Task Is_as_long_as_the_recording()
    {
        var (file, mix) = await Render([.. Call.Janus.Microphones.Select(track => track.Audio())], Call.Janus.DurationNs);

        Assert.Equal(51.389, (await Lab.Samples(file, 48000)).Length / 48000.0, 0.1);
        Assert.Equal(51.389, mix.Fragments[^1].StartNs / 1e9 + (mix.Fragments[^1].DurationNs / 1e9), 0.03);
        Assert.Equal("mp4a.40.2", mix.Codecs);
    }

    [Fact]
    public async Task Has_every_voice_in_its_place_and_not_what_was_spoken_while_muted()
    {
        var (file, _) = await Render([.. Call.Janus.Microphones.Select(track => track.Audio())], Call.Janus.DurationNs);

        var samples = await Lab.Samples(file, 1000);

        foreach (var (from, to) in new[] { "alice", "bob", "chandra" }.SelectMany(Call.Janus.Speech))
        {
            Assert.True(samples[(int)(from * 1000)..(int)(to * 1000)].Max(Math.Abs) > 0.1f);
        }

        // 29.5 to 32.4 s: after Chandra's sentence and before Bob's; 44 s to the end: nobody
        Assert.True(samples[44_000..51_000].Max(Math.Abs) < 0.01f);
    }

    [Fact]
    public async Task Of_one_voice_is_levelled_as_well()
    {
        var (file, _) = await Render([Call.Janus.Track("chandra", TrackKind.Microphone).Audio()], Call.Janus.DurationNs);

        Assert.Equal(-16, (await Measured(file)).Loudness, 1.0);
    }

    [Fact]
    public async Task Of_25_voices_stays_below_the_limit()
    {
        var voices = Enumerable.Range(0, 25).Select(index =>
        {
            var track = Call.Janus.Microphones.ElementAt(index % 3);
            return track.Audio() with { OffsetNs = track.OffsetNs + (index * 200_000_000L) };
        });

        var (file, _) = await Render([.. voices], 20_000_000_000);

        var (loudness, peak) = await Measured(file);
        Assert.Equal(-16, loudness, 1.0);
        Assert.True(peak <= -1.5);
    }

    [Fact]
    public async Task Of_silence_stays_silent()
    {
        var silence = await _lab.Make("silence.webm", "-f", "lavfi", "-i", "anullsrc=cl=mono", "-t", "5", "-c:a", "libopus");

        var (file, mix) = await Render([new AudioInput(new FileMedia(silence), "matroska", 1_000_000_000)], 7_000_000_000);

        Assert.Equal(-70, mix.Level!.IntegratedLufs);
        Assert.True((await Lab.Samples(file, 48000)).Max(Math.Abs) < 0.001f);
    }

    private async Task<(string File, Rendition Mix)> Render(IReadOnlyList<AudioInput> inputs, long durationNs)
    {
        await using var output = File.Create(_lab.At("mix.mp4"));
        var mix = await _lab.Mix(inputs, durationNs, output);
        return (output.Name, mix);
    }

    /// <summary>By ffmpeg's other measuring filter.</summary>
    private static async Task<(double Loudness, double Peak)> Measured(string file)
    {
        var start = new System.Diagnostics.ProcessStartInfo("ffmpeg") { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in (string[])["-nostdin", "-i", file, "-af", "loudnorm=print_format=json", "-f", "null", "-"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = System.Diagnostics.Process.Start(start)!;
        var report = await process.StandardError.ReadToEndAsync(Ct);
        return (Number(InputLoudness().Match(report)), Number(InputPeak().Match(report)));
    }

    private static double Number(Match match) => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("\"input_i\" : \"(?<value>[^\"]+)\"")]
    private static partial Regex InputLoudness();

    [GeneratedRegex("\"input_tp\" : \"(?<value>[^\"]+)\"")]
    private static partial Regex InputPeak();
}
