using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Recordings;
using RecordsManager.Ingest.Tests.Support;

namespace RecordsManager.Ingest.Tests.Janus;

public sealed class ReadingACallOfJanus
{
    private static readonly Truth Truth = new("janus-call-a");

    private static Task<CanonicalManifest> Call() => Read.Janus(TestDelivery.Of("janus-call-a"));

    [Fact]
    public async Task Finds_the_seven_tracks_of_the_three_people_by_their_stable_identities()
    {
        var call = await Call();

        Assert.Equal(
            ["alice Camera", "alice Microphone", "bob Camera", "bob Microphone", "bob Screen", "chandra Camera", "chandra Microphone"],
            call.Tracks.Select(t => $"{t.Participant} {t.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [("alice", "Alice Okafor"), ("bob", "Bob Lindqvist"), ("chandra", "Chandra Rao")],
            call.Participants.Select(p => (p.Identity, p.DisplayName!)));
        Assert.Equal(("janus", "4401", "Room 4401", "videoroom-4401-1795187635288558"), (call.Source, call.Conversation, call.Title, call.ExternalId));
        // the last packet of Bob's camera never came (README)
        var warning = Assert.Single(call.Warnings);
        Assert.Equal(("media.frames-lost", "mjr/videoroom-4401-user-1874921978355297-1795187639257234-video-1.mjr"), (warning.Code, warning.File));
        Assert.EndsWith(": 1.", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_when_each_person_came_and_went()
    {
        var call = await Call();
        var zeroMs = (call.StartedAt - Truth.SessionStart).TotalMilliseconds;

        foreach (var (identity, joined, left) in new[] { ("alice", 230, 48028.6), ("bob", 4198, 45050.2), ("chandra", 10246, 34065.4) })
        {
            var stay = Assert.Single(call.Participants.Single(p => p.Identity == identity).Presence);
            Assert.Equal(joined, zeroMs + (stay.FromNs / 1e6), 20.0);
            Assert.Equal(left, zeroMs + (stay.ToNs / 1e6), 20.0);
        }

        Assert.Equal(0, call.Participants[0].Presence[0].FromNs);
        Assert.InRange(call.DurationNs, 47.7e9, 48.1e9);
    }

    [Fact]
    public async Task Places_every_picture_within_60_ms_of_when_it_was_drawn()
    {
        var call = await Call();

        foreach (var track in call.Tracks.Where(t => t.Kind.IsVideo()))
        {
            var error = await Truth.PictureError(call, track);
            TestContext.Current.TestOutputHelper?.WriteLine($"{track.Participant} {track.Kind}: {error:F1} ms");
            Assert.InRange(error, -60, 60);
        }
    }

    [Fact]
    public async Task Places_every_sentence_within_60_ms_of_when_it_was_spoken()
    {
        var call = await Call();

        foreach (var track in call.Tracks.Where(t => t.Kind.IsAudio()))
        {
            var errors = await Truth.SpeechErrors(call, track);
            TestContext.Current.TestOutputHelper?.WriteLine($"{track.Participant}: {string.Join(", ", errors.Select(e => $"{e:F1} ms"))}");
            Assert.NotEmpty(errors);
            Assert.InRange(Ffmpeg.Median(errors), -60, 60);
        }
    }

    [Fact]
    public async Task Writes_media_that_ffprobe_reads_without_a_complaint()
    {
        var call = await Call();

        foreach (var track in call.Tracks)
        {
            var (times, errors) = await Ffmpeg.On(track, Ffmpeg.PacketTimes);
            var (_, decoding) = await Ffmpeg.On(track, path => Ffmpeg.Run("ffprobe", "-v", "warning", "-count_frames", path));
            Assert.Equal(("", ""), (errors, decoding));
            Assert.InRange(times[^1] - times[0], (track.DurationNs / 1e9) - 0.5, track.DurationNs / 1e9);
            Assert.True(track.OffsetNs >= 0 && track.OffsetNs + track.DurationNs <= call.DurationNs);
        }
    }

    [Fact]
    public async Task Marks_the_six_seconds_in_which_alices_camera_was_off()
    {
        var call = await Call();
        var camera = call.Tracks.Single(t => t is { Participant: "alice", Kind: TrackKind.Camera });
        var zeroMs = (call.StartedAt - Truth.SessionStart).TotalMilliseconds;

        var gap = Assert.Single(camera.Gaps);
        Assert.Equal(31007, zeroMs + (gap.FromNs / 1e6), 250.0);
        Assert.Equal(37005, zeroMs + (gap.ToNs / 1e6), 250.0);
    }

    [Fact]
    public async Task Takes_the_chat_from_the_text_room_with_milliseconds_and_each_message_once()
    {
        var call = await Call();

        Assert.Equal(
            ["alice", "chandra", "bob", "chandra", "bob", "alice"],
            call.Chat.Select(m => m.Participant));
        Assert.Equal("Notes will be in the wiki – thanks! 👋", call.Chat[^1].Text);
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T15:14:01.923Z", null), call.StartedAt.AddTicks(call.Chat[0].AtNs / 100));
    }

    [Fact]
    public async Task Takes_the_same_chat_from_the_data_channels_where_the_posts_were_not_delivered()
    {
        var withPosts = await Call();
        var without = await Read.Janus(TestDelivery.Of("janus-call-a").Without("janus/textroom-posts.jsonl"));

        Assert.Equal(withPosts.Chat.Select(m => (m.Participant, m.Text)), without.Chat.Select(m => (m.Participant, m.Text)));
        Assert.All(withPosts.Chat.Zip(without.Chat), pair => Assert.InRange(pair.First.AtNs - pair.Second.AtNs, -50_000_000, 50_000_000));
    }

    [Fact]
    public async Task Uses_nothing_but_the_recordings_the_event_log_and_the_posts()
    {
        var bare = new TestDelivery();
        var whole = TestDelivery.Of("janus-call-a");
        foreach (var file in whole.Files.Where(f => f.Name.StartsWith("mjr/", StringComparison.Ordinal) || f.Name is "janus/events.jsonl" or "janus/textroom-posts.jsonl"))
        {
            bare.With(file.Name, whole.Bytes(file.Name));
        }

        var (a, b) = (await Read.Janus(whole), await Read.Janus(bare));

        Assert.Equal((a.ExternalId, a.StartedAt, a.DurationNs), (b.ExternalId, b.StartedAt, b.DurationNs));
        Assert.Equal(a.Tracks.Select(t => (t.SourceTrackId, t.OffsetNs)), b.Tracks.Select(t => (t.SourceTrackId, t.OffsetNs)));
    }

    [Fact]
    public async Task Keeps_all_whole_frames_of_recordings_that_were_cut_when_the_server_died()
    {
        var call = await Read.Janus(TestDelivery.Of("janus-edge"));

        Assert.Equal(["petra Camera", "petra Microphone"], call.Tracks.Select(t => $"{t.Participant} {t.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(2, call.Warnings.Count(w => w.Code == "media.cut-tail"));
        Assert.Equal(2, call.Warnings.Count(w => w.Code == "media.not-closed"));
        Assert.Single(call.Warnings, w => w.Code == "media.empty-recording");
        var microphone = call.Tracks.Single(t => t.Kind is TrackKind.Microphone);
        var (times, errors) = await Ffmpeg.On(microphone, Ffmpeg.PacketTimes);
        Assert.Equal((294, ""), (times.Length, errors));
        Assert.All(await new Truth("janus-edge").SpeechErrors(call, microphone), e => Assert.InRange(e, -60, 60));
    }
}
