using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>
/// The real call again, with Bob's yes at 12.000 s and his withdrawal at 30.000 s, told over the API; held against the same
/// call to which he agreed throughout. He speaks from 10.6 to 15.3 s and from 32.6 to 36.3 s and shows his screen from 14 to
/// 36 s: both edges lie within what he says and shows. Measured on what the playback gives.
/// </summary>
[Collection(nameof(SampleCall))]
public sealed partial class EnforcingConsentWindows(SampleCall throughout, BoundedCall bounded) : IClassFixture<BoundedCall>
{
    private const string Bob = "Bob Lindqvist";
    private const double From = 12.000;
    private const double To = 30.000;
    private const int Rate = 48_000;

    /// <summary>−80 dBFS. What goes into the encoder is zero to the sample (RenderingAStem); what the codec makes of zeros lies below.</summary>
    private const float Silence = 0.0001f;

    /// <summary>Two frames of AAC: the only ones that overlap an edge, over which the codec smears what is inside.</summary>
    private const double Smear = 2048.0 / Rate;

    private readonly Hls _throughout = Hls.Of(throughout);
    private readonly Hls _bounded = new(bounded.Product.Http, $"/recordings/{bounded.Recording}/media");

    [Fact]
    public async Task His_stem_has_no_sample_of_speech_outside_and_his_words_inside()
    {
        var whole = await Judge.Samples(await _throughout.Whole(throughout.Id(Bob)), Rate);
        var stem = await Judge.Samples(await _bounded.Whole(bounded.Id(Bob)), Rate);

        Assert.Equal(whole.Length, stem.Length);
        Assert.True(Loudest(whole, 10.6, From - Smear) > 0.1f && Loudest(whole, 32.6, 36.3) > 0.1f, "Without windows he is heard there.");
        Assert.True(Loudest(stem, From + 0.5, 15.3) > 0.1f, "Inside he is heard.");
        var (before, after) = (Loudest(stem, 0, From - Smear), Loudest(stem, To + Smear, stem.Length / (double)Rate));
        Say($"outside [{From:F3}, {To:F3}] s: loudest sample before {Decibel(before):F1} dBFS, after {Decibel(after):F1} dBFS; in the two frames at the edges {Decibel(Loudest(stem, From - Smear, From)):F1} and {Decibel(Loudest(stem, To, To + Smear)):F1} dBFS");
        Assert.True(before < Silence, $"{before} before {From} s");
        Assert.True(after < Silence, $"{after} after {To} s");

        // what is deep inside is the same, not merely something
        for (var at = From + 0.1; at < 15.2; at += 0.1)
        {
            Assert.Equal(Loudest(whole, at, at + 0.1), Loudest(stem, at, at + 0.1), 0.02f);
        }
    }

    [Fact]
    public async Task The_mix_is_without_him_outside_and_with_him_inside()
    {
        var whole = await Judge.Samples(await _throughout.Whole("mix"), Rate);
        var mix = await Judge.Samples(await _bounded.Whole("mix"), Rate);

        // in these stretches nobody but him speaks
        Assert.True(Loudest(whole, 10.7, From - Smear) > 0.1f && Loudest(whole, 32.7, 36.3) > 0.1f);
        var (before, after) = (Loudest(mix, 10.3, From - Smear), Loudest(mix, 32.3, 36.6));
        Say($"mix, while only he speaks: {Decibel(before):F1} dBFS before {From:F3} s, {Decibel(after):F1} dBFS from 32.3 to 36.6 s; inside {Decibel(Loudest(mix, From + 0.2, 15.3)):F1} dBFS");
        Assert.True(before < 0.003f, $"{before} before {From} s");
        Assert.True(after < 0.003f, $"{after} after {To} s");
        Assert.True(Loudest(mix, From + 0.2, 15.3) > 0.1f);
        Assert.Equal(whole.Length, mix.Length);
    }

    [Fact]
    public async Task No_picture_of_him_is_in_any_frame_outside_and_the_last_one_inside_is_at_the_edge()
    {
        var (_, wholeScenes) = await PlannedScenes.Of(throughout.Product, throughout.Recording);
        var (_, scenes) = await PlannedScenes.Of(bounded.Product, bounded.Recording);
        List<Tile> places = [.. wholeScenes.Concat(scenes).SelectMany(s => s.Scene!.Tiles)];

        var (wholeFrames, whole) = await FrameScan.Of(await _throughout.Whole("video"), places);
        var (frames, seen) = await FrameScan.Of(await _bounded.Whole("video"), places);

        Assert.Equal(wholeFrames, frames);
        Assert.Contains(whole, s => s is { Source: "bob-camera", Frame: < 360 });
        Assert.Contains(whole, s => s is { Source: "bob-camera", Frame: >= 900 });
        Assert.Contains(whole, s => s is { Source: "bob-screen", Frame: >= 900 });
        foreach (var source in (string[])["bob-camera", "bob-screen"])
        {
            var his = seen.Where(s => s.Source == source).OrderBy(s => s.Frame).ToList();
            var all = whole.Count(s => s.Source == source);
            Say($"{source}: in {his.Count} of {frames} pictures, frames {his[0].Frame} to {his[^1].Frame}, drawn at {his.Min(s => s.Drawn)} to {his.Max(s => s.Drawn)} ms; throughout it is in {all}");
            Assert.InRange(his[0].Frame, 360, source == "bob-camera" ? 363 : 440); // his camera draws every other frame, his screen comes at 14 s
            Assert.Equal(899, his[^1].Frame); // [29.967, 30.000): the last frame that lies in the window as a whole
            Assert.All(his, s => Assert.InRange(s.Drawn, (From * 1000) - 150, To * 1000)); // the picture lags the drawing by the way to the SFU
            Assert.True(his.Count > 400);
        }

        // the others are seen where they always were, also beside the window
        foreach (var source in (string[])["alice-camera", "chandra-camera"])
        {
            Assert.InRange(seen.Count(s => s.Source == source), whole.Count(s => s.Source == source) - 15, int.MaxValue);
        }
    }

    [Fact]
    public async Task The_others_stems_are_the_same_to_the_byte()
    {
        foreach (var name in Truth.Names.Where(n => n != Bob))
        {
            Assert.Equal(await _throughout.Whole(throughout.Id(name)), await _bounded.Whole(bounded.Id(name)));
        }

        Assert.NotEqual(await _throughout.Whole(throughout.Id(Bob)), await _bounded.Whole(bounded.Id(Bob)));
    }

    [Fact]
    public async Task Duration_and_offsets_do_not_move()
    {
        Assert.Equal(throughout.Details.GetProperty("durationMs").GetInt64(), bounded.Details.GetProperty("durationMs").GetInt64());
        Assert.Equal(throughout.Details.GetProperty("startedAt").GetDateTimeOffset(), bounded.Details.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Equal(await Places(throughout.Product, throughout.Recording), await Places(bounded.Product, bounded.Recording));
        foreach (var name in (string[])["video", "mix", bounded.Id(Bob)])
        {
            var same = name == bounded.Id(Bob) ? throughout.Id(Bob) : name;
            Assert.Equal((await _throughout.Rendition(same)).Seconds, (await _bounded.Rendition(name)).Seconds, 0.0001);
        }
    }

    [Fact]
    public async Task His_message_of_24_s_is_read_and_that_of_33_s_is_withheld()
    {
        var chat = (await bounded.Product.Json($"/api/v1/recordings/{bounded.Recording}/chat")).EnumerateArray().ToList();

        foreach (var (sent, message) in Truth.Chat.Zip(chat))
        {
            var covered = sent.Name != Bob || (sent.AtSeconds >= From && sent.AtSeconds < To);
            Assert.Equal(covered ? sent.Text : null, message.GetProperty("text").GetString());
            Assert.Equal(!covered, message.GetProperty("isWithheld").GetBoolean());
        }

        Assert.Contains(Truth.Chat, m => m.Name == Bob && m.AtSeconds > From && m.AtSeconds < To);
        Assert.DoesNotContain("example.com/issues/42", await bounded.Product.Http.GetStringAsync(new Uri($"/recordings/{bounded.Recording}", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task His_waveform_is_drawn_inside_only()
    {
        var whole = Wave(await Page(throughout.Product, throughout.Recording), throughout.Id(Bob));
        var wave = Wave(await Page(bounded.Product, bounded.Recording), bounded.Id(Bob));

        Assert.Contains(whole, At(10.6, From - 0.3));
        Assert.Contains(whole, At(32.6, 36.3));
        Assert.Contains(wave, At(From + 0.3, 15.3));
        Assert.DoesNotContain(wave, At(0, From - 0.3));
        Assert.DoesNotContain(wave, At(To + 0.3, Truth.Seconds));
    }

    [Fact]
    public async Task API_and_page_say_from_when_to_when_he_plays_and_why()
    {
        var his = (await bounded.Product.Json($"/api/v1/recordings/{bounded.Recording}/consent")).EnumerateArray().Single(p => p.GetProperty("participant").GetString() == bounded.Id(Bob));

        Assert.True(his.GetProperty("mayPlay").GetBoolean());
        Assert.Equal("withdrawn", his.GetProperty("answer").GetString());
        foreach (var medium in (string[])["audio", "video", "screen"])
        {
            Assert.Equal(
                ["0 to 12000: no, CONSENT_MISSING", "12000 to 30000: plays, CONSENT_OK", "30000 to 51389: no, CONSENT_WITHDRAWN"],
                his.GetProperty("windows").EnumerateArray().Where(w => w.GetProperty("medium").GetString() == medium).Select(w =>
                    $"{w.GetProperty("fromMs").GetInt64()} to {w.GetProperty("toMs").GetInt64()}: {(w.GetProperty("mayPlay").GetBoolean() ? "plays" : "no")}, "
                    + w.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!).First(r => r.StartsWith("CONSENT_", StringComparison.Ordinal))));
        }

        Assert.Contains("plays from 0:12 to 0:30", await Page(bounded.Product, bounded.Recording), StringComparison.Ordinal);
        Assert.DoesNotContain("plays from", await Page(throughout.Product, throughout.Recording), StringComparison.Ordinal);
    }

    private static Predicate<(double At, double Height)> At(double from, double to) => stroke => stroke.At >= from && stroke.At < to && stroke.Height > 2;

    /// <returns>The strokes of the lane's drawing: seconds on the timeline, and how high of 100.</returns>
    private static List<(double At, double Height)> Wave(string page, string participant)
    {
        var lane = page[page.IndexOf($"id=\"lane-{participant}\"", StringComparison.Ordinal)..];
        var drawing = lane[..lane.IndexOf("</svg></div>", StringComparison.Ordinal)];
        var path = drawing[drawing.IndexOf("class=\"tl-wave\"", StringComparison.Ordinal)..];
        return [.. Stroke().Matches(path[..path.IndexOf("/>", StringComparison.Ordinal)]).Select(m => ((Judge.Number(m.Groups["column"].Value) + 0.5) * Truth.Seconds / LaneDrawing.Columns, Judge.Number(m.Groups["height"].Value)))];
    }

    private static Task<string> Page(RunningProduct product, string recording) => product.Http.GetStringAsync(new Uri($"/recordings/{recording}", UriKind.Relative));

    private static async Task<List<string>> Places(RunningProduct product, string recording) =>
    [
        .. (await product.Json($"/api/v1/recordings/{recording}/tracks")).EnumerateArray().Select((JsonElement t) => string.Create(
            CultureInfo.InvariantCulture, $"{t.GetProperty("displayName")} {t.GetProperty("kind")} at {t.GetProperty("offsetMs").GetInt64()} for {t.GetProperty("durationMs").GetInt64()} ms")).Order(StringComparer.Ordinal),
    ];

    private static float Loudest(float[] samples, double from, double to) => samples[(int)(from * Rate)..Math.Min(samples.Length, (int)(to * Rate))].Max(Math.Abs);

    private static double Decibel(float level) => 20 * Math.Log10(Math.Max(level, 1e-9));

    [GeneratedRegex("M(?<column>[0-9]+) [0-9]+v(?<height>[0-9]+)")]
    private static partial Regex Stroke();

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
