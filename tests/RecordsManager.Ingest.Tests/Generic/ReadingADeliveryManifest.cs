using System.Text.Json.Nodes;
using RecordsManager.Domain.Recordings;
using RecordsManager.Ingest.Tests.Support;

namespace RecordsManager.Ingest.Tests.Generic;

public sealed class ReadingADeliveryManifest
{
    [Theory]
    [InlineData("janus-call-a", "alice Camera,alice Microphone,bob Camera,bob Microphone,bob Screen,chandra Camera,chandra Microphone", 6)]
    [InlineData("werift-call-c", "mira Camera,mira Microphone,mira Screen,tomas Camera,tomas Microphone", 2)]
    public async Task Places_the_tracks_of_a_real_call_within_60_ms(string fixture, string tracks, int messages)
    {
        var truth = new Truth(fixture);

        var call = await Read.Manifest(TestDelivery.Of($"{fixture}/delivery", $"{fixture}/tracks"));

        Assert.Equal(tracks, string.Join(',', call.Tracks.Select(t => $"{t.Participant} {t.Kind}").Order(StringComparer.Ordinal)));
        Assert.Equal((truth.SessionStart, messages, 0), (call.StartedAt, call.Chat.Count, call.Warnings.Count));
        foreach (var track in call.Tracks)
        {
            Assert.Equal("webm", track.Container);
            var error = track.Kind.IsVideo() ? await truth.PictureError(call, track) : Ffmpeg.Median(await truth.SpeechErrors(call, track));
            TestContext.Current.TestOutputHelper?.WriteLine($"{track.Participant} {track.Kind}: {error:F1} ms");
            Assert.InRange(error, -60, 60);
        }
    }

    [Fact]
    public async Task Hands_the_bytes_on_as_they_came()
    {
        var delivery = TestDelivery.Of("werift-call-c/delivery", "werift-call-c/tracks");
        var track = (await Read.Manifest(delivery)).Tracks[0];
        using var copy = new MemoryStream();

        await track.Content(copy, TestContext.Current.CancellationToken);

        Assert.Equal(delivery.Bytes("mira-camera-TR1.webm"), copy.ToArray());
    }

    [Fact]
    public async Task Finds_its_files_beside_itself_at_the_root_and_by_upload()
    {
        foreach (var delivery in new[]
        {
            new SmallManifest().Delivery("call-1/"),
            new SmallManifest().Change(m => m.FirstFile["uri"] = "tus:24e533e02ec3bc40c387f1a0e460e216").Delivery(),
            new SmallManifest().Change(m => m.FirstFile["uri"] = "s3://bucket/x/a.webm").Delivery(),
            new SmallManifest().Delivery("call-1/").Without("call-1/a.webm").With("a.webm", SmallManifest.Media),
        })
        {
            Assert.Equal("t1", Assert.Single((await Read.Manifest(delivery)).Tracks).SourceTrackId);
        }
    }

    [Fact]
    public async Task Knows_source_call_conversation_person_and_place()
    {
        var call = await Read.Manifest(new SmallManifest().Change(m =>
        {
            m.Root["source"]!["instance"] = "eu-1";
            m.Session["instance_id"] = "i-9";
            m.Session["title"] = "Weekly";
            m.Participant["location"] = "US-CA";
            m.Participant["role"] = "host";
            m.Participant["connections"] = JsonNode.Parse($$"""[{"id":"c2","joined_ns":"{{SmallManifest.StartNs + 5_000_000_000}}"},{"id":"c1","joined_ns":"{{SmallManifest.StartNs}}","left_ns":"{{SmallManifest.StartNs + 2_000_000_000}}"}]""");
        }).Delivery());

        Assert.Equal(("acme/eu-1", "call-1/i-9", "call-1", "Weekly", 600_000_000_000), (call.Source, call.ExternalId, call.Conversation, call.Title, call.DurationNs));
        var ada = Assert.Single(call.Participants);
        Assert.Equal(("ada", "Ada", "host", "US-CA"), (ada.Identity, ada.DisplayName, ada.Role, ada.Location));
        Assert.Equal([Stretch.FromSeconds(0, 2), Stretch.FromSeconds(5, 600)], ada.Presence);
    }

    [Fact]
    public async Task Reads_every_kind_of_anchor()
    {
        const string clocks = """
            [{"id":"r","kind":"rtp","rate":48000,"map":[{"rtp":4294967000,"unix_ns":"1795187600000000000"},{"rtp":47704,"unix_ns":"1795187601001000000"}]},
             {"id":"m","kind":"monotonic"}]
            """;
        foreach (var (anchor, expected) in new[]
        {
            ("""{"kind":"unix_ns","value":"1795187603000000001"}""", 3_000_000_001),
            ("""{"kind":"session_offset_ns","value":"4000000000"}""", 4_000_000_000),
            ("""{"kind":"rtp","clock":"r","value":"23704"}""", 500_500_000),
            ("""{"kind":"rtp","clock":"r","value":95704}""", 2_002_000_000),
            ("""{"kind":"monotonic_ns","clock":"m","value":"77"}""", 0L),
        })
        {
            var call = await Read.Manifest(new SmallManifest().Change(m =>
            {
                m.Root["clocks"] = JsonNode.Parse(clocks);
                m.Segment["anchor"] = JsonNode.Parse(anchor);
            }).Delivery());

            Assert.Equal(expected, call.Tracks[0].OffsetNs);
        }
    }

    [Fact]
    public async Task Makes_one_track_of_each_segment_and_moves_gaps_onto_the_timeline()
    {
        var call = await Read.Manifest(new SmallManifest().AddFile("f2", "b.webm", [.. SmallManifest.Media, 1]).AddSegment("f2", 10_000_000_000, 5_000_000_000)
            .Change(m =>
            {
                m.Segment["media_first_pts_ns"] = "500000000";
                m.Segment["media_last_pts_ns"] = "2500000000";
                m.Segment["gaps"] = JsonNode.Parse("""[{"from_ns":"1500000000","to_ns":"2000000000","reason":"mute"}]""");
            }).Delivery());

        Assert.Equal([("t1#1", 1_000_000_000L, 2_000_000_000L), ("t1#2", 10_000_000_000L, 5_000_000_000L)], call.Tracks.Select(t => (t.SourceTrackId, t.OffsetNs, t.DurationNs)));
        Assert.Equal([new Stretch(2_000_000_000, 2_500_000_000)], call.Tracks[0].Gaps);
    }

    [Fact]
    public async Task Knows_a_drifting_clock_as_stated_by_anchors_at_both_ends_or_by_the_clock_of_the_anchor()
    {
        const string hour = "3600000000000";
        var last = $"{SmallManifest.StartNs + 1_000_000_000 + 3_599_820_000_000}";
        const string rtp = """[{"id":"r","kind":"rtp","rate":48000,"map":[{"rtp":0,"unix_ns":"1795187600000000000"},{"rtp":172800000,"unix_ns":"1795191200108000000"}]}]""";
        foreach (var (ppb, warnings, change) in new (int, int, Action<JsonObject>)[]
        {
            (3_200, 0, s => s["drift_ppm"] = 3.2),
            (-50_000, 0, s => s["last_anchor"] = JsonNode.Parse($$"""{"kind":"unix_ns","value":"{{last}}"}""")),
            (7_000, 0, s => (s["drift_ppm"], s["last_anchor"]) = (7, JsonNode.Parse($$"""{"kind":"unix_ns","value":"{{last}}"}"""))),
            (30_000, 0, s => s["anchor"] = JsonNode.Parse("""{"kind":"rtp","clock":"r","value":48000}""")),
            (0, 0, s => s["drift_ppm"] = 0.3),
            (0, 1, s => s["drift_ppm"] = -2000),
        })
        {
            var call = await Read.Manifest(new SmallManifest().Change(m =>
            {
                m.Session["ended_at"] = "2026-11-20T16:14:00Z";
                m.Root["clocks"] = JsonNode.Parse(rtp);
                m.Segment["media_last_pts_ns"] = hour;
                m.Segment["gaps"] = JsonNode.Parse("""[{"from_ns":"1000000000000","to_ns":"2000000000000"}]""");
                change(m.Segment);
            }).Delivery());

            var track = Assert.Single(call.Tracks);
            Assert.Equal((ppb, 0), (track.Drift.Ppb, track.Drift.UncertaintyPpb));
            Assert.Equal(3_600_000_000_000, track.DurationNs);
            Assert.Equal(new Stretch(track.OffsetNs + 1_000_000_000_000 + (ppb * 1000L), track.OffsetNs + 2_000_000_000_000 + (ppb * 2000L)), Assert.Single(track.Gaps));
            Assert.Equal(warnings, call.Warnings.Count(w => w.Code == "timeline.no-clock"));
        }
    }

    [Fact]
    public async Task Moves_zero_to_the_earliest_medium_rather_than_place_it_before_zero()
    {
        var call = await Read.Manifest(new SmallManifest().Change(m => m.Segment["anchor"]!["value"] = $"{SmallManifest.StartNs - 250_000_000}").Delivery());

        Assert.Equal((0L, DateTimeOffset.Parse("2026-11-20T15:13:19.750Z", null)), (call.Tracks[0].OffsetNs, call.StartedAt));
    }

    [Fact]
    public async Task Keeps_the_chat_as_it_stood_at_the_end_and_leaves_private_words_out()
    {
        var at = SmallManifest.StartNs + 1_000_000_000;
        var call = await Read.Manifest(new SmallManifest().AddChat(
            $$"""{"id":"m1","at_ns":"{{at}}","from":"p1","to":["*"],"kind":"text","text":"helo"}""",
            $$"""{"id":"m2","at_ns":"{{at}}","from":"p1","text":"to be deleted"}""",
            "",
            $$"""{"id":"m3","at_ns":"{{at}}","from":"p1","to":["p9"],"text":"between us"}""",
            $$"""{"id":"m4","at_ns":"{{at}}","from":"p1","kind":"edit","ref":"m1","text":"hello"}""",
            $$"""{"id":"m5","at_ns":"{{at}}","from":"p1","kind":"delete","ref":"m2"}""").Delivery());

        Assert.Equal([("m1", "ada", 1_000_000_000L, "hello")], call.Chat.Select(m => (m.SourceId, m.Participant, m.AtNs, m.Text)));
        Assert.Single(call.Warnings, w => w.Code == "chat.left-out");
    }

    [Fact]
    public async Task Warns_of_what_the_producer_says_is_missing_and_imports_the_rest()
    {
        var call = await Read.Manifest(new SmallManifest().AddFile("f2", "b.webm", SmallManifest.Media).AddSegment("f2", 10_000_000_000, 1)
            .Change(m =>
            {
                m.Root["files"]![1]!["state"] = "missing";
                m.Root["completeness"] = JsonNode.Parse("""{"state":"partial","reasons":[{"code":"recorder_restart","track":"t1"}]}""");
            }).Delivery().Without("b.webm"));

        Assert.Equal("t1#1", Assert.Single(call.Tracks).SourceTrackId);
        Assert.Equal(["delivery.partial", "media.not-delivered"], call.Warnings.Select(w => w.Code));
    }
}
