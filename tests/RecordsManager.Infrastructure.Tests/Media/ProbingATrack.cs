using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class ProbingATrack : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("janus-call-a/tracks/alice-camera.webm", TrackKind.Camera, "vp8", 47.586, 320, 240)]
    [InlineData("janus-call-a/tracks/bob-screen.webm", TrackKind.Screen, "vp8", 21.599, 480, 270)]
    [InlineData("janus-call-a/tracks/bob-microphone.webm", TrackKind.Microphone, "opus", 40.28, null, null)]
    [InlineData("werift-call-c/tracks/mira-camera-TR1.webm", TrackKind.Camera, "vp8", 31.321, 320, 240)]
    [InlineData("werift-call-c/tracks/tomas-microphone-TR2.webm", TrackKind.Microphone, "opus", 24.1, null, null)]
    public async Task Tells_codec_length_and_size_of_the_real_files(
        string file, TrackKind kind, string codec, double seconds, int? width, int? height)
    {
        await using var media = new FileMedia(Fixtures.At(file));

        var probe = (await _lab.Engine.Probe(media, kind, Ct)).Value;

        Assert.Equal(("matroska", codec, 0L, width, height), (probe.Container, probe.Codec, probe.FirstTimestampNs, probe.Width, probe.Height));
        Assert.Equal(seconds, probe.DurationNs / 1e9, 0.2);
        Assert.Equal(kind.IsVideo() ? 0L : null, probe.FirstKeyFrameNs);
    }

    [Fact]
    public async Task Finds_where_the_camera_was_off()
    {
        var track = Call.Janus.Track("alice", TrackKind.Camera);
        await using var media = new FileMedia(track.File);

        var gap = Assert.Single((await _lab.Engine.Probe(media, TrackKind.Camera, Ct)).Value.Gaps);

        Assert.Equal(31.007, (gap.FromNs + track.OffsetNs) / 1e9, 0.15);
        Assert.Equal(37.005, (gap.ToNs + track.OffsetNs) / 1e9, 0.15);
    }

    [Fact]
    public async Task Finds_where_the_microphone_was_muted_although_DTX_makes_short_gaps_all_the_time()
    {
        var track = Call.Werift.Track("tomas", TrackKind.Microphone);
        await using var media = new FileMedia(track.File);

        var probe = (await _lab.Engine.Probe(media, TrackKind.Microphone, Ct)).Value;

        Assert.All(probe.Gaps, gap => Assert.True(gap.LengthNs > 1_000_000_000));
    }

    [Fact]
    public async Task Takes_the_time_before_the_first_page_of_an_Ogg_file_as_its_own()
    {
        await using var media = new FileMedia(Fixtures.At("janus-call-a/tracks/alice-microphone.ogg"));

        var probe = (await _lab.Engine.Probe(media, TrackKind.Microphone, Ct)).Value;

        Assert.Equal(("ogg", "opus", 0L), (probe.Container, probe.Codec, probe.FirstTimestampNs));
    }

    [Fact]
    public async Task Picks_the_stream_of_the_kind_where_a_file_has_both()
    {
        await using var media = new FileMedia(await MediaRecorderFile());

        var camera = (await _lab.Engine.Probe(media, TrackKind.Camera, Ct)).Value;
        var microphone = (await _lab.Engine.Probe(media, TrackKind.Microphone, Ct)).Value;

        Assert.Equal(("vp8", 19_000_000L), (camera.Codec, camera.FirstKeyFrameNs));
        Assert.Equal(("opus", null), (microphone.Codec, microphone.FirstKeyFrameNs));
    }

    [Fact]
    public async Task Notes_the_first_timestamp_of_a_file_that_does_not_start_at_zero()
    {
        var late = await _lab.Make("late.mkv", "-itsoffset", "5", "-i", Fixtures.At("janus-call-a/tracks/bob-screen.webm"), "-c", "copy");
        await using var media = new FileMedia(late);

        var probe = (await _lab.Engine.Probe(media, TrackKind.Screen, Ct)).Value;

        Assert.Equal(5_000_000_000, probe.FirstTimestampNs);
        Assert.Equal(21.6, probe.DurationNs / 1e9, 0.2);
        Assert.Equal(0, probe.FirstKeyFrameNs);
    }

    [Fact]
    public async Task Notes_when_the_first_picture_comes_that_decodes_alone()
    {
        var cut = await WithoutKeyFrame();
        await using var media = new FileMedia(cut);

        var probe = (await _lab.Engine.Probe(media, TrackKind.Camera, Ct)).Value;

        Assert.InRange(probe.FirstKeyFrameNs!.Value, 1_000_000_000, 12_000_000_000);
    }

    [Theory]
    [InlineData("320x180", "1920x1080", 1920, 1080)] // as a call begins
    [InlineData("1280x720", "320x180", 1280, 720)] // as it gets where the network is bad
    public async Task Tells_the_largest_size_of_a_camera_that_changes_it(string before, string after, int width, int height)
    {
        await using var media = new FileMedia(await Changing(before, after));

        var probe = (await _lab.Engine.Probe(media, TrackKind.Camera, Ct)).Value;

        Assert.Equal((width, height), (probe.Width, probe.Height));
        Assert.Equal(4.0, probe.DurationNs / 1e9, 0.1);
    }

    [Fact]
    public async Task Refuses_an_empty_file()
    {
        await File.WriteAllBytesAsync(_lab.At("empty.webm"), [], Ct);

        Assert.Equal("media.empty", await Refusal(_lab.At("empty.webm"), TrackKind.Camera));
    }

    [Fact]
    public async Task Refuses_a_file_with_a_header_and_no_packet()
    {
        var file = await _lab.Make("header.wav", "-f", "lavfi", "-i", "anullsrc", "-t", "0");

        Assert.Equal("media.empty", await Refusal(file, TrackKind.Microphone));
    }

    [Fact]
    public async Task Refuses_what_is_not_media_and_says_what_to_do()
    {
        await File.WriteAllTextAsync(_lab.At("text.webm"), new string('x', 5000), Ct);
        await using var media = new FileMedia(_lab.At("text.webm"));

        var error = (await _lab.Engine.Probe(media, TrackKind.Camera, Ct)).Error;

        Assert.Equal("media.unreadable", error?.Code);
        Assert.NotNull(error?.WhatToDo);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile '/etc/hostname'\n")]
    public async Task Refuses_a_script_that_names_other_files(string script)
    {
        await File.WriteAllTextAsync(_lab.At("script"), script, Ct);

        Assert.Equal("media.unreadable", await Refusal(_lab.At("script"), TrackKind.Camera));
    }

    [Fact]
    public async Task Refuses_a_codec_that_the_product_does_not_know()
    {
        var file = await _lab.Make("old.mkv", "-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4");

        Assert.Equal("media.codec-unsupported", await Refusal(file, TrackKind.Camera));
    }

    [Fact]
    public async Task Refuses_audio_that_is_delivered_as_a_camera() =>
        Assert.Equal("media.kind-mismatch", await Refusal(Call.Janus.Track("bob", TrackKind.Microphone).File, TrackKind.Camera));

    [Fact]
    public async Task Refuses_a_camera_that_is_delivered_as_audio() =>
        Assert.Equal("media.kind-mismatch", await Refusal(Call.Janus.Track("bob", TrackKind.Camera).File, TrackKind.Microphone));

    [Fact]
    public async Task Throws_where_storage_fails_and_never_calls_the_file_unreadable()
    {
        await using var media = new FileMedia(Call.Janus.Track("bob", TrackKind.Camera).File) { BrokenFrom = 100_000 };

        await Assert.ThrowsAsync<Application.Recordings.RenderFailedException>(() => _lab.Engine.Probe(media, TrackKind.Camera, Ct));
    }

    private async Task<string> Changing(string before, string after)
    {
        foreach (var (name, size) in new[] { ("before.webm", before), ("after.webm", after) })
        {
            await _lab.Make(name, "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=15:duration=2", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-g", "15");
        }

        await File.WriteAllTextAsync(_lab.At("list"), "ffconcat version 1.0\nfile before.webm\nfile after.webm\n", Ct);
        return await _lab.Make("changing.webm", "-f", "concat", "-i", _lab.At("list"), "-c", "copy");
    }

    private async Task<string?> Refusal(string file, TrackKind kind)
    {
        await using var media = new FileMedia(file);
        return (await _lab.Engine.Probe(media, kind, Ct)).Error?.Code;
    }

    private async Task<string> MediaRecorderFile()
    {
        await using var whole = File.Create(_lab.At("recorder.webm"));
        foreach (var chunk in Directory.GetFiles(Fixtures.At("browser-mediarecorder/chunks")).Order())
        {
            await whole.WriteAsync(await File.ReadAllBytesAsync(chunk, Ct), Ct);
        }

        return whole.Name;
    }

    private Task<string> WithoutKeyFrame() => _lab.Make(
        "nokey.mkv", "-i", Call.Janus.Track("alice", TrackKind.Camera).File, "-c", "copy", "-copyts", "-bsf:v", "noise=drop=lt(n\\,20)");
}
