using System.Buffers.Binary;
using System.Globalization;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class RenderingTheComposite(RealComposite composite) : IClassFixture<RealComposite>
{
    [Fact]
    public void Makes_one_initialisation_segment_for_all_scenes()
    {
        var inits = composite.Scenes.Select(scene => Convert.ToHexString(scene.Bytes.AsSpan(0, scene.Rendition.InitLength))).ToList();

        Assert.True(inits.Count >= 8);
        Assert.Single(inits.Distinct());
        Assert.All(composite.Scenes, scene => Assert.Equal(("avc1.64001f", 1280, 720), (scene.Rendition.Codecs, scene.Rendition.Width, scene.Rendition.Height)));
    }

    [Fact]
    public async Task Joins_to_a_file_of_1542_frames_at_an_even_pace_without_a_complaint_of_ffprobe()
    {
        var listing = await Lab.Ffprobe("-show_entries", "packet=pts,dts", "-of", "csv=p=0", composite.File);

        var packets = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Take(2).Select(time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.Equal(1542, packets.Count);
        Assert.All(Steps(packets.Select(packet => packet[0]).Order()), step => Assert.Equal(3000, step));
        Assert.All(Steps(packets.Select(packet => packet[1])), step => Assert.Equal(3000, step));
    }

    /// <summary>ffprobe shows a start of one frame, its way with negative offsets; the file itself starts at 0.</summary>
    [Fact]
    public void Starts_every_scene_with_a_picture_that_is_shown_at_its_decode_time()
    {
        foreach (var scene in composite.Scenes)
        {
            var run = scene.Bytes.AsSpan()[scene.Bytes.AsSpan().IndexOf("moof"u8)..];
            run = run[(run.IndexOf("trun"u8) + 4)..];
            var flags = BinaryPrimitives.ReadUInt32BigEndian(run);
            Assert.Equal(0x01000805u, flags & 0xff00ffff & ~0x600u); // version 1, data offset, first sample's flags, composition offsets
            var fields = ((flags & 0x200) != 0 ? 4 : 0) + ((flags & 0x400) != 0 ? 4 : 0);
            Assert.Equal(0, BinaryPrimitives.ReadInt32BigEndian(run[(16 + fields)..]));
        }
    }

    [Fact]
    public async Task Has_no_edit_list_and_no_word_of_the_recorder()
    {
        var init = System.Text.Encoding.Latin1.GetString(composite.Scenes[0].Bytes, 0, composite.Scenes[0].Rendition.InitLength);

        Assert.DoesNotContain("elst", init, StringComparison.Ordinal);
        Assert.DoesNotContain("18749", init, StringComparison.Ordinal);
        Assert.DoesNotContain("comment", await Lab.Ffprobe("-show_entries", "format_tags:stream_tags", composite.File), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Tells_where_every_fragment_lies_on_the_timeline_of_the_whole_recording()
    {
        foreach (var scene in composite.Scenes)
        {
            Assert.Equal(scene.Bytes.Length, scene.Rendition.InitLength + scene.Rendition.Fragments.Sum(fragment => fragment.Length) + 8 + scene.Rendition.Stills!.Sum(still => still.Length));
            Assert.Equal(scene.Scene.StartNs, scene.Rendition.Fragments[0].StartNs);
            Assert.All(scene.Rendition.Fragments, fragment => Assert.InRange(fragment.DurationNs, 1, 2_000_000_001));
        }

        var fragments = composite.Scenes.SelectMany(scene => scene.Rendition.Fragments).ToList();
        Assert.All(fragments.Zip(fragments.Skip(1)), pair => Assert.Equal(pair.First.StartNs + pair.First.DurationNs, pair.Second.StartNs));
        Assert.Equal(51_400_000_000, fragments[^1].StartNs + fragments[^1].DurationNs);
    }

    [Fact]
    public void Numbers_fragments_upwards_through_all_scenes()
    {
        var numbers = composite.Scenes.SelectMany(scene => scene.Rendition.Fragments.Select(fragment =>
            BinaryPrimitives.ReadUInt32BigEndian(scene.Bytes.AsSpan((int)fragment.Offset + 20)))).ToList();

        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    /// <summary>The deliveries' own error is 8 to 50 ms, the frame grid adds 17 at most.</summary>
    [Fact]
    public void Shows_every_new_picture_when_it_was_drawn()
    {
        foreach (var track in Call.Janus.Pictures)
        {
            var ages = Usable(track).Where(sight => sight.IsNew).Select(sight => sight.Age!.Value).Order().ToList();

            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(track.File)}: {ages.Count} pictures, median {ages[ages.Count / 2]}, p5 {ages[ages.Count / 20]}, p95 {ages[ages.Count * 19 / 20]}, {ages[0]} to {ages[^1]} ms");
            Assert.True(ages.Count > 90);
            Assert.InRange(ages[ages.Count / 2], 0, 40);
            Assert.InRange(ages[ages.Count / 20], -20, 40);
            Assert.InRange(ages[ages.Count * 19 / 20], 0, 70);
        }
    }

    [Fact]
    public void Shows_in_every_tile_a_picture_that_can_be_read() => Assert.All(
        Call.Janus.Pictures, track => Assert.DoesNotContain(Usable(track), sight => sight.Age is null));

    [Fact]
    public void Shows_nobody_before_joining_although_the_layout_changes_at_the_start()
    {
        var first = composite.Sights.Where(sight => sight.Track == Call.Janus.Track("alice", TrackKind.Camera)).Take(30).ToList();

        Assert.Equal(0, first[0].Frame); // 427 ms are under 15 frames
        Assert.All(first[..13], sight => Assert.Null(sight.Age));
        Assert.All(first[13..], sight => Assert.NotNull(sight.Age));
    }

    [Fact]
    public void Shows_at_the_start_of_every_scene_the_picture_that_stood_there_before()
    {
        foreach (var scene in composite.Scenes.Where(scene => scene.Scene.StartFrame > 0))
        {
            var first = composite.Sights.Where(sight => sight.Frame == scene.Scene.StartFrame);
            Assert.All(first, sight => Assert.InRange(sight.Age!.Value, -70, 400));
        }
    }

    [Fact]
    public void Never_shows_a_picture_from_before_the_camera_came_on_again()
    {
        var alice = Call.Janus.Track("alice", TrackKind.Camera);

        Assert.All(Usable(alice), sight => Assert.InRange(sight.Age!.Value, -70, 300));
        Assert.DoesNotContain(composite.Sights, sight => sight.Track == alice && sight.Frame is > 32 * 30 and < 36 * 30);
    }

    [Fact]
    public void Makes_the_shared_screen_the_main_panel()
    {
        var screen = Call.Janus.Track("bob", TrackKind.Screen);

        var shared = composite.Scenes.Where(scene => scene.Scene.Tiles.Any(tile => tile.Track == screen.Id)).ToList();

        Assert.Equal(21.6, shared.Sum(scene => scene.Scene.Frames) / 30.0, 0.2);
        Assert.All(shared, scene => Assert.Equal(scene.Scene.Tiles.Max(tile => tile.Width), scene.Scene.Tiles.Single(tile => tile.Track == screen.Id).Width));
    }

    [Fact]
    public void Leaves_the_background_at_202020() => Assert.All(composite.MarginLuma, luma => Assert.InRange(luma, 30, 34));

    /// <summary>
    /// Without the frames before the join, which have no picture, and the last three of a track: its very last picture may be
    /// half, and decodes to an older one.
    /// </summary>
    private IEnumerable<Sight> Usable(CallTrack track)
    {
        var sights = composite.Sights.Where(sight => sight.Track == track).ToList();
        return sights.Where(sight => sight.Frame * 1_000_000_000L / 30 >= track.OffsetNs && sight.Frame < sights[^1].Frame - 3);
    }

    private static IEnumerable<long> Steps(IEnumerable<long> times)
    {
        var all = times.ToList();
        return all.Zip(all.Skip(1), (before, after) => after - before);
    }
}
