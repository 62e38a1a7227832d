using System.Globalization;
using System.Text.Json;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The real call, through the real ingest path, played back as a player does and held against the truth.</summary>
[Collection(nameof(SampleCall))]
public sealed class IngestingTheJanusCall(SampleCall call)
{
    private readonly Hls _hls = Hls.Of(call);

    [Fact]
    public async Task Attaches_every_track_to_the_right_person() => Assert.Equal(
        [
            "Alice Okafor camera vp8", "Alice Okafor microphone opus",
            "Bob Lindqvist camera vp8", "Bob Lindqvist microphone opus", "Bob Lindqvist screen vp8",
            "Chandra Rao camera vp8", "Chandra Rao microphone opus",
        ],
        (await Tracks(call.Product, call.Recording)).Select(t => $"{t.Participant} {t.Kind} {t.Codec}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Places_every_track_within_60_ms_of_the_truth() => await AssertOffsets(call.Product, call.Recording);

    [Fact]
    public async Task Places_every_track_within_60_ms_of_the_truth_when_nobody_announced_the_call()
    {
        await using var product = await RunningProduct.Start();

        var recording = await product.Ingested(await product.DeliverJanusCallA());

        // zero is then the first join, which Janus' own log tells
        var startedAt = (await product.Json($"/api/v1/recordings/{recording}")).GetProperty("startedAt").GetDateTimeOffset();
        Assert.Equal(230, (startedAt - Truth.SessionStart).TotalMilliseconds, 20.0);
        await AssertOffsets(product, recording);
    }

    [Fact]
    public async Task Makes_composite_mix_and_stems_as_long_as_the_call_to_within_100_ms()
    {
        var duration = call.Details.GetProperty("durationMs").GetInt64() / 1000.0;
        Assert.Equal(Truth.Seconds, duration, 0.001);

        foreach (var name in Renditions())
        {
            var playlist = (await _hls.Rendition(name)).Seconds;
            var probed = await Judge.Seconds(await _hls.Whole(name));
            Say($"{name}: playlist {playlist:F3} s, ffprobe {probed:F3} s of {duration:F3} s");
            Assert.Equal(duration, playlist, 0.1);
            Assert.Equal(duration, probed, 0.1);
        }
    }

    [Fact]
    public async Task Makes_derivatives_that_ffprobe_and_ffmpeg_read_without_a_word_of_complaint()
    {
        foreach (var name in Renditions())
        {
            var whole = await _hls.Whole(name);
            var streams = await Judge.Ffprobe(whole, "-show_entries", "stream=codec_name", "-of", "csv=p=0");
            Assert.Equal(name == "video" ? "h264" : "aac", streams.Trim());
            await Judge.DecodesWhole(whole);
        }
    }

    [Fact]
    public async Task Offers_picture_and_sound_in_one_master_playlist()
    {
        var master = await _hls.Master();

        Assert.Contains("RESOLUTION=1280x720", master, StringComparison.Ordinal);
        Assert.Matches("CODECS=\"avc1\\.[0-9a-f]{6},mp4a\\.40\\.2\"", master); // the profile is the preset's
        Assert.EndsWith("video/index.m3u8\n", master, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_every_sentence_in_its_speakers_stem_within_150_ms_and_no_other_one()
    {
        foreach (var name in Truth.Names)
        {
            var heard = await Judge.Speech(await _hls.Whole(call.Id(name)));
            var spoken = Truth.Audible(name);
            Say($"{name}: {string.Join(", ", spoken.Zip(heard, (s, h) => string.Create(CultureInfo.InvariantCulture, $"from {(h.From - s.From) * 1000:F0} to {(h.To - s.To) * 1000:F0} ms")))}");
            Assert.Equal(spoken.Count, heard.Count);
            Assert.All(spoken.Zip(heard), pair => Assert.Equal(pair.First.From, pair.Second.From, 0.15));
            Assert.All(spoken.Zip(heard), pair => Assert.Equal(pair.First.To, pair.Second.To, 0.15));
        }
    }

    [Fact]
    public async Task Has_the_sentence_spoken_while_muted_nowhere()
    {
        var (from, to) = Assert.Single(Truth.SpokenWhileMuted("Bob Lindqvist"));

        var stem = await Judge.Samples(await _hls.Whole(call.Id("Bob Lindqvist")), 8000);
        Assert.True(Loudest(stem, from - 1, to + 1) < 0.003f);

        // While he was muted, Alice and Chandra spoke: before and after them the mix is silent in his sentence's time.
        var mix = await Judge.Samples(await _hls.Whole("mix"), 8000);
        var others = Truth.Names.Where(n => n != "Bob Lindqvist").SelectMany(Truth.Audible).ToList();
        for (var at = from; at < to; at += 0.1)
        {
            if (!others.Exists(o => o.From - 0.3 < at && at < o.To + 0.3))
            {
                Assert.True(Loudest(mix, at, at + 0.1) < 0.01f, string.Create(CultureInfo.InvariantCulture, $"Something is heard at {at:F1} s."));
            }
        }
    }

    [Fact]
    public async Task Shows_every_face_and_screen_at_its_time()
    {
        var (recording, scenes) = await PlannedScenes.Of(call.Product, call.Recording);
        var identities = Truth.Names.ToDictionary(n => ParticipantId.TryParse(call.Id(n), out var id) ? id : default, n => n.Split(' ')[0].ToLowerInvariant());

        var sights = await CompositeView.Look(await _hls.Whole("video"), recording, scenes, identities);

        foreach (var source in sights.GroupBy(s => s.Source))
        {
            var ages = source.Where(s => s.Drawn is not null).Select(s => (s.At * 1000) - s.Drawn!.Value).Order().ToList();
            Say($"{source.Key}: {ages.Count} of {source.Count()} looks legible, the picture is {ages[ages.Count / 2]:F0} ms old (median; {ages[0]:F0} to {ages[^1]:F0})");
            Assert.InRange(ages.Count, source.Count() - 3, source.Count());
            // cameras draw 15 pictures a second, the screen 5 at most: a picture is as old as that, plus the delivery's own 50 ms
            Assert.InRange(ages[ages.Count / 2], -20, source.Key.EndsWith("screen", StringComparison.Ordinal) ? 300 : 130);
            Assert.True(ages[0] > -70, $"{source.Key} is shown {-ages[0]} ms before it was drawn");
        }

        Assert.Equal(["alice-camera", "bob-camera", "bob-screen", "chandra-camera"], sights.Select(s => s.Source).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tells_the_chat_with_authors_and_times()
    {
        var chat = await call.Product.Json($"/api/v1/recordings/{call.Recording}/chat");

        var told = chat.EnumerateArray().Select(m => (Author: m.GetProperty("author").GetString(), At: m.GetProperty("atMs").GetInt64() / 1000.0, Text: m.GetProperty("text").GetString())).ToList();
        Assert.Equal(Truth.Chat.Select(m => (m.Name, m.Text)), told.Select(m => (m.Author!, m.Text!)));
        Assert.All(Truth.Chat.Zip(told), pair => Assert.Equal(pair.First.AtSeconds, pair.Second.At, 0.06));
    }

    private static async Task AssertOffsets(RunningProduct product, string recording)
    {
        var startedAt = (await product.Json($"/api/v1/recordings/{recording}")).GetProperty("startedAt").GetDateTimeOffset();
        foreach (var track in await Tracks(product, recording))
        {
            var placed = (startedAt - Truth.SessionStart).TotalMilliseconds + track.OffsetMs;
            var error = placed - await TrueStart.Of($"{track.Participant.Split(' ')[0].ToLowerInvariant()}-{track.Kind}", track.Participant);
            Say($"{track.Participant} {track.Kind}: {error:F1} ms");
            Assert.InRange(error, -60, 60);
        }
    }

    private static async Task<List<(string Participant, string Kind, string Codec, double OffsetMs)>> Tracks(RunningProduct product, string recording) =>
        [.. (await product.Json($"/api/v1/recordings/{recording}/tracks")).EnumerateArray().Select((JsonElement t) => (
            t.GetProperty("displayName").GetString()!, t.GetProperty("kind").GetString()!, t.GetProperty("codec").GetString()!, t.GetProperty("offsetMs").GetDouble()))];

    private static float Loudest(float[] samples, double from, double to) => samples[(int)(from * 8000)..(int)(to * 8000)].Max(Math.Abs);

    private IEnumerable<string> Renditions() => ["video", "mix", .. Truth.Names.Select(call.Id)];

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
