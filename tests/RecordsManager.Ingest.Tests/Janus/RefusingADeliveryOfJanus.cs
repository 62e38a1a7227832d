using RecordsManager.Ingest.Tests.Support;

namespace RecordsManager.Ingest.Tests.Janus;

public sealed class RefusingADeliveryOfJanus
{
    private static readonly byte[] Good = Mjr.Version2(Mjr.Audio, Mjr.Opus(100));

    private static async Task Refused(string code, TestDelivery delivery, string? named = null)
    {
        var error = await Read.JanusRefusal(delivery);

        Assert.Equal(code, error.Code);
        Assert.Contains(named ?? "", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Nothing_at_all() => Refused("delivery.empty", new TestDelivery());

    [Fact]
    public Task Files_without_a_byte() => Refused("delivery.empty", new TestDelivery().With(Mjr.Name("audio"), ""));

    [Fact]
    public Task No_recording_among_the_files() => Refused("delivery.no-tracks", new TestDelivery().With("events.jsonl", Mjr.Events()), ".mjr");

    [Fact]
    public Task Recordings_that_are_all_empty() => Refused("delivery.no-tracks", Mjr.Delivery("audio", [.. "MJR00002"u8]));

    [Theory]
    [InlineData("../a.mjr")]
    [InlineData("a/../../b.mjr")]
    [InlineData("/etc/a.mjr")]
    [InlineData("C:/a.mjr")]
    [InlineData("a\\b.mjr")]
    [InlineData("a\0.mjr")]
    [InlineData("a//b.mjr")]
    public Task A_name_that_climbs_out(string name) => Refused("delivery.path-traversal", new TestDelivery().With(name, Good));

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(40)]
    public Task A_header_that_is_cut(int length) => Refused("media.truncated-header", Mjr.Delivery("audio", Good[..length]), Mjr.Name("audio"));

    [Fact]
    public Task Something_else_under_the_name_of_a_recording() => Refused("media.corrupt", Mjr.Delivery("audio", [.. "OggS0000 not at all"u8]));

    [Fact]
    public Task A_header_that_is_not_json() => Refused("media.corrupt", Mjr.Delivery("audio", Mjr.Version2("{\"t\":\"a\"", Mjr.Opus(5))), "JSON");

    [Fact]
    public Task Garbage_between_two_frames() => Refused("media.corrupt", Mjr.Delivery("audio", [.. Good[..500], .. "garbage garbage "u8, .. Good[500..]]));

    [Fact]
    public Task Frames_that_are_not_rtp() => Refused("media.corrupt", Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio, Enumerable.Repeat(new byte[40], 20))), "20 of its 20");

    [Fact]
    public Task A_clock_that_leaps_by_days()
    {
        var leaps = Enumerable.Range(0, 40).Select(i => Mjr.Rtp(i, unchecked((uint)i * 2_000_000_000), [0xF8, 1, 2, 3], type: 111));
        return Refused("media.corrupt", Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio, leaps)), "days");
    }

    [Fact]
    public Task A_codec_that_is_not_read() =>
        Refused("media.codec-unsupported", Mjr.Delivery("video", Mjr.Version2(Mjr.Video.Replace("vp8", "av1", StringComparison.Ordinal), Mjr.Opus(5))), "av1");

    [Fact]
    public Task Media_that_is_end_to_end_encrypted() =>
        Refused("media.end-to-end-encrypted", Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio.Replace("}", ",\"e\":true}", StringComparison.Ordinal), Mjr.Opus(5))));

    [Fact]
    public Task A_feed_that_no_event_tells_of() =>
        Refused("delivery.unknown-participant", new TestDelivery().With(Mjr.Name("audio", "stranger"), Good).With("events.jsonl", Mjr.Events()), "stranger");

    [Fact]
    public Task No_event_log_at_all() => Refused("delivery.unknown-participant", new TestDelivery().With(Mjr.Name("audio"), Good), Mjr.Name("audio"));

    [Fact]
    public Task A_name_that_janus_did_not_choose() =>
        Refused("delivery.unknown-participant", new TestDelivery().With("call-audio-0.mjr", Good).With("events.jsonl", Mjr.Events()), "call-audio-0.mjr");

    [Fact]
    public Task Two_rooms_in_one_delivery() => Refused("delivery.several-rooms", new TestDelivery()
        .With("events.jsonl", Mjr.Events() + Mjr.Events("feed-2", room: "other"))
        .With(Mjr.Name("audio"), Good)
        .With(Mjr.Name("audio", "feed-2", "other"), Good));

    [Fact]
    public Task One_damaged_recording_among_good_ones() => Refused(
        "media.corrupt",
        Mjr.Delivery("audio", Good).With(Mjr.Name("video", mindex: 1), [.. "neither this nor that"u8]),
        Mjr.Name("video", mindex: 1));

    [Fact]
    public async Task But_a_cut_tail_or_one_of_zeros_is_only_a_warning()
    {
        foreach (var cut in new[] { Good[..^5], [.. Good, .. new byte[5000]], [.. Good, (byte)'M', (byte)'E'] })
        {
            var call = await Read.Janus(Mjr.Delivery("audio", cut));

            Assert.Single(call.Warnings, w => w.Code == "media.cut-tail");
            Assert.InRange(Assert.Single(call.Tracks).DurationNs, 1_980_000_000, 2_000_000_000);
        }
    }
}
