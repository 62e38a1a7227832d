using System.Text.Json.Nodes;
using RecordsManager.Ingest.Tests.Support;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Generic;

public sealed class RefusingADeliveryManifest
{
    private static Task Refused(string code, string place, Action<SmallManifest> change) => Refused(code, place, new SmallManifest().Change(change).Delivery());

    private static async Task Refused(string code, string place, TestDelivery delivery)
    {
        var error = await Read.ManifestRefusal(delivery);

        Assert.Equal(code, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    private static Task Malformed(string pointer, Action<SmallManifest> change) => Refused("delivery.manifest-malformed", $"at {pointer}:", change);

    [Fact]
    public Task Nothing_at_all() => Refused("delivery.empty", "", new TestDelivery());

    [Fact]
    public Task Media_without_a_manifest() => Refused("delivery.manifest-missing", "", new TestDelivery().With("a.webm", SmallManifest.Media));

    [Fact]
    public Task Something_that_is_not_json() => Refused("delivery.manifest-malformed", "line 1", new TestDelivery().With("manifest.json", "{\"schema\":"));

    [Fact]
    public Task More_than_64_levels() => Refused(
        "delivery.manifest-malformed", "64 levels",
        new TestDelivery().With("manifest.json", string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70))));

    [Fact]
    public Task A_member_twice() => Refused("delivery.manifest-malformed", "repeated", new TestDelivery().With("manifest.json", """{"schema":"a","schema":"b"}"""));

    [Fact]
    public Task Another_schema() => Refused("delivery.schema-unknown", "recman/9", m => m.Root["schema"] = "recman/9");

    [Fact]
    public Task A_critical_member_that_is_not_understood() => Malformed("/critical/0", m => m.Root["critical"] = new JsonArray("watermark"));

    [Fact]
    public Task No_track() => Refused("delivery.no-tracks", "", m => m.Root["tracks"] = new JsonArray());

    [Fact]
    public Task Tracks_whose_files_are_all_missing() => Refused("delivery.no-tracks", "missing", m => m.FirstFile["state"] = "missing");

    [Fact]
    public Task A_wrong_hash() => Refused("delivery.hash-mismatch", "/files/0", m => m.FirstFile["sha256"] = new string('0', 64));

    [Fact]
    public Task A_wrong_size() => Refused("delivery.size-mismatch", "64 bytes", m => m.FirstFile["bytes"] = 65);

    [Fact]
    public Task A_file_that_did_not_come() => Refused("delivery.file-missing", "a.webm", new SmallManifest().Delivery().Without("a.webm"));

    [Theory]
    [InlineData("../a.webm")]
    [InlineData("x/../../a.webm")]
    [InlineData("%2e%2e/a.webm")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\a.webm")]
    [InlineData("c:/a.webm")]
    [InlineData("x\\a.webm")]
    [InlineData("a\0.webm")]
    [InlineData("file:///etc/passwd/../x")]
    public Task A_path_that_climbs_out(string uri) => Refused("delivery.path-traversal", "/files/0/uri", m => m.FirstFile["uri"] = uri);

    [Fact]
    public Task An_upload_whose_name_climbs_out() => Refused("delivery.path-traversal", "/files/0", m =>
    {
        m.FirstFile["uri"] = "tus:1";
        m.FirstFile["name"] = "../a.webm";
    });

    [Fact]
    public Task A_track_of_someone_who_is_not_listed() =>
        Refused("delivery.unknown-participant", "/tracks/0/participant", m => m.Track["participant"] = "p9");

    [Fact]
    public Task Words_of_someone_who_is_not_listed() => Refused(
        "delivery.unknown-participant", "line 1", m => m.AddChat("""{"id":"m","at_ns":"1795187600000000000","from":"p9","text":"x"}"""));

    [Fact]
    public Task A_chat_line_that_is_not_an_object() => Refused("delivery.chat-malformed", "line 2", m => m.AddChat("", "nonsense"));

    [Fact]
    public Task Words_put_into_the_mouth_of_another() => Refused("delivery.chat-malformed", "author", m =>
    {
        m.Root["participants"]!.AsArray().Add(JsonNode.Parse("""{"id":"p2"}"""));
        m.AddChat("""{"id":"m","at_ns":"1795187600000000000","from":"p1","text":"x"}""", """{"id":"n","at_ns":"1795187600000000000","from":"p2","kind":"edit","ref":"m","text":"y"}""");
    });

    [Fact]
    public Task A_codec_that_is_not_known() => Refused("media.codec-unsupported", "speex", m => m.Track["codec"] = "speex");

    [Fact]
    public Task A_container_that_is_not_known() => Refused("media.container-unsupported", "video/x-flv", m => m.FirstFile["media_type"] = "video/x-flv");

    [Fact]
    public Task Content_of_another_container() => Refused("media.corrupt", "ogg", m => m.FirstFile["media_type"] = "audio/ogg");

    [Fact]
    public Task Content_that_ends_in_its_first_bytes() => Refused("media.truncated-header", "b.webm", new SmallManifest()
        .AddFile("f2", "b.webm", [0x1A, 0x45]).AddSegment("f2", 60_000_000_000, 1).Delivery());

    [Fact]
    public Task Content_without_a_byte() => Refused("media.empty", "b.webm", new SmallManifest()
        .AddFile("f2", "b.webm", []).AddSegment("f2", 60_000_000_000, 1).Delivery());

    [Fact]
    public Task Encrypted_media() => Refused("media.end-to-end-encrypted", "/session/e2ee", m => m.Session["e2ee"] = true);

    [Fact]
    public Task A_delivery_that_is_still_open() => Refused("delivery.still-open", "open", m => m.Root["completeness"] = JsonNode.Parse("""{"state":"open"}"""));

    [Fact]
    public Task Segments_that_overlap() => Refused("delivery.manifest-malformed", "/tracks/0/segments/1", new SmallManifest()
        .AddFile("f2", "b.webm", SmallManifest.Media).AddSegment("f2", 2_500_000_000, 5).Delivery());

    [Fact]
    public Task One_file_for_two_segments() => Malformed("/tracks/0/segments/1/file", m => m.AddSegment("f1", 10_000_000_000, 5));

    [Fact]
    public Task An_anchor_hours_away() => Malformed("/tracks/0/segments/0/anchor", m => m.Segment["anchor"]!["value"] = $"{SmallManifest.StartNs - 3_601_000_000_000}");

    [Fact]
    public Task Nanoseconds_as_a_number() => Malformed("/tracks/0/segments/0/anchor/value", m => m.Segment["anchor"]!["value"] = SmallManifest.StartNs);

    [Theory]
    [InlineData("1e9")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("99999999999999999999")]
    public Task Nanoseconds_that_are_none(string ns) => Malformed("/tracks/0/segments/0/anchor/value", m => m.Segment["anchor"]!["value"] = ns);

    [Fact]
    public Task A_clock_that_does_not_exist() => Malformed("/tracks/0/segments/0/anchor/clock", m => m.Segment["anchor"] = JsonNode.Parse("""{"kind":"rtp","clock":"c9","value":"1"}"""));

    [Fact]
    public Task A_file_that_is_not_listed() => Malformed("/tracks/0/segments/0/file", m => m.Segment["file"] = "f9");

    [Fact]
    public Task A_connection_that_is_not_listed() => Malformed("/tracks/0/connection", m => m.Track["connection"] = "c9");

    [Fact]
    public Task A_track_without_a_segment_and_without_a_reason() => Malformed("/tracks/0", m => m.Track["segments"] = new JsonArray());

    [Fact]
    public Task A_track_of_nobody() => Malformed("/tracks/0", m => m.Track.Remove("participant"));

    [Fact]
    public Task A_picture_on_a_microphone() => Malformed("/tracks/0/codec", m => m.Track["codec"] = "vp8");

    [Fact]
    public Task A_kind_that_is_none() => Malformed("/tracks/0/kind", m => m.Track["kind"] = "hologram");

    [Fact]
    public Task One_channel_of_a_file() => Malformed("/tracks/0/segments/0/channel", m => m.Segment["channel"] = 1);

    [Fact]
    public Task A_place_that_is_no_iso_code() => Malformed("/participants/0/location", m => m.Participant["location"] = "Germany");

    [Fact]
    public Task The_same_id_twice() => Malformed("/participants/1", m => m.Root["participants"]!.AsArray().Add(JsonNode.Parse("""{"id":"p1","identity":"bob"}""")));

    [Fact]
    public Task The_same_person_twice() => Malformed("/participants/1", m => m.Root["participants"]!.AsArray().Add(JsonNode.Parse("""{"id":"p2","identity":"ada"}""")));

    [Fact]
    public Task A_time_without_a_zone() => Malformed("/session/started_at", m => m.Session["started_at"] = "2026-11-20T15:13:20");

    [Fact]
    public async Task And_never_throws_whatever_is_in_it()
    {
        var original = System.Text.Encoding.UTF8.GetBytes(new SmallManifest().AddFile("f2", "b.webm", SmallManifest.Media).AddSegment("f2", 60_000_000_000, 1)
            .AddChat("""{"id":"m","at_ns":"1795187600000000000","from":"p1","text":"x"}""").Root.ToJsonString());
        var delivery = new SmallManifest().AddFile("f2", "b.webm", SmallManifest.Media).AddChat("""{"id":"m","at_ns":"1795187600000000000","from":"p1","text":"x"}""").Delivery();
        var dice = new Dice(11);
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var result = await new Ingest.Generic.ManifestAdapter().Read(delivery.With("manifest.json", dice.Mutate(original)), TestContext.Current.CancellationToken);
            refused += result.Failed ? 1 : 0;
        }

        Assert.InRange(refused, 1000, 1999);
    }
}
