using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class RenderingAStem : IAsyncDisposable
{
    private const int Rate = 8000;
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("janus", "alice")]
    [InlineData("janus", "bob")]
    [InlineData("janus", "chandra")]
    [InlineData("werift", "mira")]
    [InlineData("werift", "tomas")]
    public async Task Puts_every_sentence_where_it_was_spoken(string call, string participant)
    {
        var (file, _) = await Render(Call.Named(call), Call.Named(call).Track(participant, TrackKind.Microphone).Audio());

        var heard = Sentences(await Lab.Samples(file, Rate));

        var spoken = Call.Named(call).Speech(participant);
        Assert.Equal(spoken.Count, heard.Count);
        Assert.All(spoken.Zip(heard), pair => Assert.Equal(pair.First.From, pair.Second.From, 0.15));
        Assert.All(spoken.Zip(heard), pair => Assert.InRange(pair.Second.To, pair.First.From + 1, pair.First.To + 0.15));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public async Task Puts_Ogg_with_DTX_at_the_same_place_as_its_WebM_sibling(string participant)
    {
        var webm = Call.Janus.Track(participant, TrackKind.Microphone);
        var ogg = webm with { File = Path.ChangeExtension(webm.File, ".ogg") };

        var (file, _) = await Render(Call.Janus, ogg.Audio());

        var heard = Sentences(await Lab.Samples(file, Rate));
        Assert.All(Call.Janus.Speech(participant).Zip(heard), pair => Assert.Equal(pair.First.From, pair.Second.From, 0.15));
    }

    /// <summary>
    /// At each place where packets pause and where they go on, the largest step between two samples within 5 ms: a click is a step that the
    /// voice around it does not make. Filled by ffmpeg's default it is 0.07 of full scale there.
    /// </summary>
    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public async Task Does_not_click_where_DTX_pauses_and_goes_on(string participant)
    {
        var track = Call.Janus.Track(participant, TrackKind.Microphone);
        var (file, _) = await Render(Call.Janus, track.Audio());
        var samples = await Lab.Samples(file, 48000);

        var edges = await Pauses(track);
        var clicks = edges.ConvertAll(edge => Step(samples, (int)(edge * 48000), 240));

        Assert.InRange(edges.Count, 20, 10_000);
        Assert.True(Step(samples, samples.Length / 2, samples.Length / 2) > 0.05, "Nobody speaks.");
        Assert.True(clicks.Max() < 0.005, $"{clicks.Max():0.0000} at {edges[clicks.IndexOf(clicks.Max())]:0.000} s");
    }

    [Fact]
    public async Task Is_silent_where_the_sentence_was_spoken_while_muted()
    {
        var (file, _) = await Render(Call.Janus, Call.Janus.Track("bob", TrackKind.Microphone).Audio());

        var muted = (await Lab.Samples(file, Rate))[(int)(22.1 * Rate)..(30 * Rate)];

        Assert.True(muted.Max(Math.Abs) < 0.003f);
    }

    [Theory]
    [InlineData("janus")]
    [InlineData("werift")]
    public async Task Is_as_long_as_the_recording_to_within_two_frames_of_the_codec(string name)
    {
        var call = Call.Named(name);
        var (file, rendition) = await Render(call, call.Microphones.First().Audio());

        var samples = await Lab.Samples(file, 48000);

        Assert.InRange(samples.Length, (call.DurationNs / 1e9 * 48000) - 1, (call.DurationNs / 1e9 * 48000) + 2048);
        Assert.Equal(call.DurationNs / 1e9, rendition.Fragments.Sum(fragment => fragment.DurationNs) / 1e9, 0.025);
    }

    [Fact]
    public async Task Tells_where_every_fragment_lies_so_that_each_plays_with_the_init_segment_alone()
    {
        var (file, rendition) = await Render(Call.Janus, Call.Janus.Track("alice", TrackKind.Microphone).Audio());
        var bytes = await File.ReadAllBytesAsync(file, Ct);

        Assert.Equal("mp4a.40.2", rendition.Codecs);
        Assert.Equal(13, rendition.Fragments.Count);
        Assert.Equal(bytes.Length, rendition.InitLength + rendition.Fragments.Sum(fragment => fragment.Length));
        Assert.Equal(rendition.Fragments.Skip(1).Select(fragment => fragment.StartNs), rendition.Fragments.Select(fragment => fragment.StartNs + fragment.DurationNs).SkipLast(1));
        foreach (var fragment in rendition.Fragments)
        {
            var piece = _lab.At("piece.mp4");
            await File.WriteAllBytesAsync(piece, [.. bytes[..rendition.InitLength], .. bytes.AsSpan((int)fragment.Offset, fragment.Length)], Ct);
            var first = await Lab.Ffprobe("-show_entries", "packet=pts_time", "-of", "csv=p=0", piece);
            Assert.Equal(fragment.StartNs / 1e9, double.Parse(first.Split('\n')[0].Trim(','), System.Globalization.CultureInfo.InvariantCulture), 0.03);
        }
    }

    [Fact]
    public async Task Carries_nothing_of_what_the_recorder_wrote_into_the_source()
    {
        var (file, _) = await Render(Call.Janus, Call.Janus.Track("alice", TrackKind.Microphone).Audio());

        var tags = await Lab.Ffprobe("-show_entries", "format_tags:stream_tags", "-of", "csv=p=0", file);

        Assert.DoesNotContain("187", tags, StringComparison.Ordinal);
        Assert.DoesNotContain("comment", tags, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Lavf", tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_a_file_by_its_own_first_timestamp()
    {
        var track = Call.Janus.Track("alice", TrackKind.Microphone);
        var late = await _lab.Make("late.mkv", "-itsoffset", "5", "-i", track.File, "-c", "copy");
        await using var media = new FileMedia(late);
        var probe = (await _lab.Engine.Probe(media, TrackKind.Microphone, Ct)).Value;

        var (file, _) = await Render(Call.Janus, new AudioInput(media, probe.Container, track.OffsetNs, probe.FirstTimestampNs));

        Assert.Equal(Call.Janus.Speech("alice")[0].From, Sentences(await Lab.Samples(file, Rate))[0].From, 0.15);
    }

    [Fact]
    public async Task Takes_the_audio_of_a_truncated_file_as_far_as_it_goes()
    {
        var track = Call.Janus.Track("alice", TrackKind.Microphone);
        await File.WriteAllBytesAsync(_lab.At("cut.webm"), (await File.ReadAllBytesAsync(track.File, Ct))[..30_000], Ct);

        var (file, _) = await Render(Call.Janus, track.Audio() with { Media = new FileMedia(_lab.At("cut.webm")) });

        Assert.Equal(Call.Janus.DurationNs / 1e9, (await Lab.Samples(file, Rate)).Length / (double)Rate, 0.1);
    }

    [Fact]
    public async Task Averages_stereo_so_that_it_is_no_louder_than_its_channels()
    {
        var loud = await _lab.Make("loud.webm", "-f", "lavfi", "-i", "sine=f=440:d=3,volume=17.5dB,pan=stereo|c0=c0|c1=c0", "-c:a", "libopus", "-b:a", "128k");

        var (file, _) = await Render(Call.Janus, new AudioInput(new FileMedia(loud), "matroska", 0));

        Assert.InRange((await Lab.Samples(file, 48000)).Max(Math.Abs), 0.8f, 1.05f);
    }

    /// <summary>Bob speaks from 10.6 to 15.3 s and from 32.6 to 36.3 s: the window's edges lie within both sentences.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task Is_silent_outside_the_consent_windows_to_the_sample_and_untouched_inside(int drift)
    {
        IReadOnlyList<Stretch> windows = [Stretch.FromSeconds(12, 14), Stretch.FromSeconds(33.25, 34)];
        var bob = Call.Janus.Track("bob", TrackKind.Microphone).Audio() with { Drift = new ClockDrift(drift) };
        const int fade = 240;

        var whole = await Rendered([bob]);
        var part = await Rendered([bob with { Windows = windows }]);

        Assert.Equal(whole.Length, part.Length);
        Assert.True(whole[(11 * 48000)..(12 * 48000)].Max(Math.Abs) > 0.1f);
        for (var n = 0; n < part.Length; n++)
        {
            var inside = windows.Any(w => n >= w.FromNs * 48 / 1_000_000 && n < w.ToNs * 48 / 1_000_000);
            var deep = windows.Any(w => n >= (w.FromNs * 48 / 1_000_000) + fade && n < (w.ToNs * 48 / 1_000_000) - fade);
            if (!inside || deep)
            {
                Assert.True(part[n] == (deep ? whole[n] : 0), $"Sample {n} is {part[n]}; without windows it is {whole[n]}.");
            }
        }
    }

    [Fact]
    public async Task Leaves_nothing_of_a_voice_in_the_mix_outside_its_windows_not_even_in_the_last_bit()
    {
        var (alice, bob) = (Call.Janus.Track("alice", TrackKind.Microphone).Audio(), Call.Janus.Track("bob", TrackKind.Microphone).Audio());

        var without = await Rendered([alice]);
        var with = await Rendered([alice, bob with { Windows = [Stretch.FromSeconds(12, 30)] }]);

        Assert.Equal(without[..(12 * 48000)], with[..(12 * 48000)]);
        Assert.Equal(without[(30 * 48000)..], with[(30 * 48000)..]);
        Assert.NotEqual(without[(12 * 48000)..(30 * 48000)], with[(12 * 48000)..(30 * 48000)]);
    }

    /// <summary>AAC smears what is inside over the two frames that overlap the edge; what is outside never reached the encoder.</summary>
    [Fact]
    public async Task Has_nothing_above_minus_80_dB_two_frames_of_the_codec_beside_the_window()
    {
        var bob = Call.Janus.Track("bob", TrackKind.Microphone).Audio() with { Windows = [Stretch.FromSeconds(12, 34)] };

        var samples = await Lab.Samples((await Render(Call.Janus, bob)).File, 48000);

        Assert.True(samples[..((12 * 48000) - 2048)].Max(Math.Abs) < 0.0001f);
        Assert.True(samples[((34 * 48000) + 2048)..].Max(Math.Abs) < 0.0001f);
        TestContext.Current.TestOutputHelper?.WriteLine($"The two frames before the window: {samples[((12 * 48000) - 2048)..(12 * 48000)].Max(Math.Abs)}, after it: {samples[(34 * 48000)..((34 * 48000) + 2048)].Max(Math.Abs)}");
    }

    [Fact]
    public async Task Reports_progress_up_to_the_end()
    {
        var progress = new Watched();
        using var output = new MemoryStream();

        await _lab.Engine.RenderStem([Call.Janus.Microphones.First().Audio()], Call.Janus.DurationNs, output, progress, Ct);

        Assert.Equal(progress.Seen.Order(), progress.Seen);
        Assert.Equal(1, progress.Seen[^1], 0.01);
    }

    /// <summary>The samples as they go into the encoder.</summary>
    private async Task<float[]> Rendered(IReadOnlyList<AudioInput> inputs)
    {
        var files = inputs.SelectMany(i => (string[])["-itsoffset", FormattableString.Invariant($"{i.Drift.InMedium(i.OffsetNs) / 1e9}"), "-i", ((FileMedia)i.Media).Path]);
        var pcm = await Lab.Ffmpeg([
            "-copyts", .. files, "-filter_complex", RecordsManager.Media.Rendering.AudioGraph.Voice(inputs, Call.Janus.DurationNs, "v"), "-map", "[v]", "-f", "f32le", "-"]);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(pcm).ToArray();
    }

    private async Task<(string File, Rendition Rendition)> Render(Call call, AudioInput input)
    {
        await using var output = File.Create(_lab.At("stem.mp4"));
        var rendition = await _lab.Engine.RenderStem([input], call.DurationNs, output, Lab.Unwatched, Ct);
        return (output.Name, rendition);
    }

    /// <summary>Stretches over 2 % of full scale, as the truth was measured; pauses under a second are within a sentence.</summary>
    private static List<(double From, double To)> Sentences(float[] samples)
    {
        List<(double From, double To)> sentences = [];
        for (var at = 0; at < samples.Length; at++)
        {
            if (Math.Abs(samples[at]) < 0.02f)
            {
                continue;
            }

            var time = at / (double)Rate;
            if (sentences.Count > 0 && time - sentences[^1].To < 1)
            {
                sentences[^1] = sentences[^1] with { To = time };
            }
            else
            {
                sentences.Add((time, time));
            }
        }

        return sentences;
    }

    private sealed class Watched : IProgress<double>
    {
        public List<double> Seen { get; } = [];

        public void Report(double value) => Seen.Add(value);
    }

    private static float Step(float[] samples, int around, int reach)
    {
        var (most, to) = (0f, Math.Min(samples.Length - 1, around + reach));
        for (var i = Math.Max(1, around - reach); i < to; i++)
        {
            most = Math.Max(most, Math.Abs(samples[i] - samples[i - 1]));
        }

        return most;
    }

    /// <summary>The ends of the stretches without packets, on the timeline, s; Opus packets of WebRTC last 20 ms.</summary>
    private static async Task<List<double>> Pauses(CallTrack track)
    {
        var listed = await Lab.Ffprobe("-select_streams", "a", "-show_entries", "packet=pts_time", "-of", "csv=p=0", track.File);
        var times = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Trim(','), System.Globalization.CultureInfo.InvariantCulture) + (track.OffsetNs / 1e9)).ToList();
        return [.. times.Zip(times.Skip(1)).Where(pair => pair.Second - pair.First > 0.035).SelectMany(pair => (double[])[pair.First + 0.02, pair.Second])];
    }
}
