using RecordsManager.Domain.Recordings;
using RecordsManager.Ingest.Tests.Support;

namespace RecordsManager.Ingest.Tests.Janus;

public sealed class ReadingOtherRecordings
{
    [Fact]
    public async Task Understands_version_1_and_the_oldest_form()
    {
        foreach (var mjr in new[] { Mjr.Version1(Mjr.Audio, Mjr.Opus(50)), Mjr.Oldest("audio", Mjr.Opus(50)) })
        {
            var track = Assert.Single((await Read.Janus(Mjr.Delivery("audio", mjr))).Tracks);

            Assert.Equal(1_000_000_000, track.DurationNs);
        }
    }

    [Theory]
    [InlineData("libx264", "h264", 270)]
    [InlineData("libvpx-vp9", "vp9", 240)]
    [InlineData("libvpx", "vp8", 240)]
    public async Task Writes_pictures_that_ffmpeg_decodes_without_a_complaint(string encoder, string codec, int height)
    {
        var packets = await Packetised.Video(encoder, 480, height);
        var mjr = Mjr.Version2($$"""{"t":"v","c":"{{codec}}","d":"my screen","u":1795187600100000}""", packets);

        var call = await Read.Janus(Mjr.Delivery("video", mjr));

        var track = Assert.Single(call.Tracks);
        Assert.Equal((TrackKind.Screen, codec, 100_000_000L), (track.Kind, track.Codec, track.OffsetNs));
        var (described, errors) = await Ffmpeg.On(track, path => Ffmpeg.Run(
            "ffprobe", "-v", "warning", "-count_frames", "-show_entries", "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0", path));
        Assert.Equal(($"{codec},480,{height},30", ""), (System.Text.Encoding.UTF8.GetString(described).Trim(), errors));
        var (times, _) = await Ffmpeg.On(track, Ffmpeg.PacketTimes);
        Assert.All(times.Select((t, i) => Math.Abs(t - (i / 15.0))), error => Assert.InRange(error, 0, 0.001));
    }

    [Fact]
    public async Task Keeps_a_silence_without_packets_as_a_gap_and_not_the_refreshes_within_it()
    {
        var speech = Mjr.Opus(50).ToList();
        speech.Add(Mjr.Rtp(51, 48_000 + 19_200, [0xF8], type: 111));
        speech.Add(Mjr.Rtp(52, 48_000 + 38_400, [0xF8], type: 111));
        speech.AddRange(Mjr.Opus(50, firstSequence: 53, firstTimestamp: 96_000));

        var track = Assert.Single((await Read.Janus(Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio, speech)))).Tracks);

        Assert.Equal([new Stretch(1_100_000_000, 2_100_000_000)], track.Gaps);
        Assert.Equal(3_000_000_000, track.DurationNs);
        var (times, _) = await Ffmpeg.On(track, Ffmpeg.PacketTimes);
        Assert.Equal(2.0, times[52] - times[0], 0.0011);
    }

    [Fact]
    public async Task A_person_who_publishes_twice_is_one_participant_with_two_stays()
    {
        const string second = """
            {"type":64,"timestamp":1795187610000000,"event":{"plugin":"janus.plugin.videoroom","data":{"event":"leaving","room":"room-7","id":"feed-1"}}}
            {"type":64,"timestamp":1795187620000000,"event":{"plugin":"janus.plugin.videoroom","data":{"event":"joined","room":"room-7","id":"x-user-y","display":"Ada","metadata":{"identity":"ada"}}}}
            {"type":64,"timestamp":1795187630000000,"event":{"plugin":"janus.plugin.videoroom","data":{"event":"leaving","room":"room-7","id":"x-user-y"}}}
            """;
        var delivery = new TestDelivery()
            .With("events.jsonl", Mjr.Events() + second)
            .With(Mjr.Name("audio"), Mjr.Version2(Mjr.Audio, Mjr.Opus(50)))
            .With(Mjr.Name("audio", "x-user-y"), Mjr.Version2(Mjr.Audio.Replace("600100000", "620500000", StringComparison.Ordinal), Mjr.Opus(50)));

        var call = await Read.Janus(delivery);

        var ada = Assert.Single(call.Participants);
        Assert.Equal([Stretch.FromSeconds(0, 10), Stretch.FromSeconds(20, 30)], ada.Presence);
        Assert.Equal([100_000_000, 20_500_000_000], call.Tracks.Select(t => t.OffsetNs));
        Assert.All(call.Tracks, t => Assert.Equal("ada", t.Participant));
    }

    [Fact]
    public async Task Display_names_never_make_two_feeds_one_person()
    {
        var delivery = new TestDelivery()
            .With("events.json", "[" + string.Join(',', (Mjr.Events() + Mjr.Events("feed-2")).Replace("identity", "x", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)) + "]")
            .With(Mjr.Name("audio"), Mjr.Version2(Mjr.Audio, Mjr.Opus(50)))
            .With(Mjr.Name("audio", "feed-2"), Mjr.Version2(Mjr.Audio, Mjr.Opus(50)));

        var call = await Read.Janus(delivery);

        Assert.Equal(["feed-1", "feed-2"], call.Participants.Select(p => p.Identity));
        Assert.Equal(2, call.Warnings.Count(w => w.Code == "identity.not-stable"));
    }

    [Fact]
    public async Task Pictures_before_the_first_key_frame_move_the_track_and_not_the_picture()
    {
        var packets = (await Packetised.Video("libvpx", 320, 240)).ToList();
        var early = new[] { Mjr.Rtp(60_000, unchecked(0u - 12_000), [0x10, 1, 1], marker: true), Mjr.Rtp(60_001, unchecked(0u - 6_000), [0x10, 1, 1], marker: true) };
        var shifted = packets.Select((p, i) => (byte[])[.. p[..2], .. Mjr.U16(60_002 + i), .. p[4..]]);

        var track = Assert.Single((await Read.Janus(Mjr.Delivery("video", Mjr.Version2(Mjr.Video, early.Concat(shifted))))).Tracks);

        Assert.Equal(100_000_000 + (12_000 * 1_000_000_000L / 90_000), track.OffsetNs);
    }

    [Fact]
    public async Task Signalling_on_a_data_channel_is_no_chat()
    {
        var data = Mjr.Version2(
            """{"t":"d","c":"text","u":1795187600500000}""",
            [Mjr.Data(Mjr.StartUs + 500_000, "plain words"), Mjr.Data(Mjr.StartUs + 600_000, """{"type":"raise-hand"}"""), Mjr.Data(Mjr.StartUs + 700_000, """{"text":"wrapped"}""")]);

        var call = await Read.Janus(Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio, Mjr.Opus(100))).With(Mjr.Name("data", mindex: 1), data));

        Assert.Equal([("ada", 500_000_000L, "plain words"), ("ada", 700_000_000L, "wrapped")], call.Chat.Select(m => (m.Participant, m.AtNs, m.Text)));
    }

    [Fact]
    public async Task A_log_of_many_rooms_and_days_gives_only_the_people_of_this_call()
    {
        string Event(long us, string name, string feed, string room = Mjr.Room) =>
            $$"""{"type":64,"timestamp":{{us}},"event":{"plugin":"janus.plugin.videoroom","data":{"event":"{{name}}","room":"{{room}}","id":"{{feed}}","display":"X","metadata":{"uid":"{{feed}}"} } } }""" + "\n";
        const long hour = 3_600_000_000;
        var log = Mjr.Events()
            + Event(Mjr.StartUs - (9 * hour), "joined", "yesterday") + Event(Mjr.StartUs - (8 * hour), "leaving", "yesterday")
            + Event(Mjr.StartUs - (9 * hour), "joined", "never-left")
            + Event(Mjr.StartUs - hour, "joined", "listener") + Event(Mjr.StartUs + 1_100_000, "leaving", "listener")
            + Event(Mjr.StartUs, "joined", "elsewhere", "room-8")
            + "not json\n";

        var call = await Read.Janus(new TestDelivery().With("events.jsonl", log).With(Mjr.Name("audio"), Mjr.Version2(Mjr.Audio, Mjr.Opus(100))));

        Assert.Equal(["ada", "listener"], call.Participants.Select(p => p.Identity).Order(StringComparer.Ordinal));
        Assert.Equal(60_000_000_000, Assert.Single(call.Tracks).OffsetNs);
        Assert.Equal(new Stretch(0, 61_000_000_000), call.Participants.Single(p => p.Identity == "listener").Presence.Single());
        Assert.Equal(["delivery.event-line-unreadable"], call.Warnings.Select(w => w.Code));
    }

    [Fact]
    public async Task A_whispered_message_is_left_out()
    {
        const string posts = """
            {"receivedAt":"2026-11-20T15:13:20.500Z","post":{"textroom":"message","room":"room-7","from":"guest","text":"to all"}}
            {"receivedAt":"2026-11-20T15:13:20.600Z","post":{"textroom":"message","room":"room-7","from":"guest","text":"to one","whisper":true,"to":"ada"}}
            {"receivedAt":"2026-11-20T15:13:20.700Z","post":{"textroom":"message","room":"other","from":"guest","text":"elsewhere"}}
            """;

        var call = await Read.Janus(Mjr.Delivery("audio", Mjr.Version2(Mjr.Audio, Mjr.Opus(100))).With("textroom-posts.jsonl", posts));

        Assert.Equal([("guest", 500_000_000L, "to all")], call.Chat.Select(m => (m.Participant, m.AtNs, m.Text)));
        Assert.Equal(["ada", "guest"], call.Participants.Select(p => p.Identity));
        Assert.Single(call.Warnings, w => w.Code == "chat.private-left-out");
    }
}
