using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;

namespace RecordsManager.Domain.Tests.Composition;

public sealed class PlanningTheComposite
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Cuts_where_the_set_of_visible_tracks_changes_on_the_grid_of_30_frames()
    {
        var (alice, bob) = (Camera((0, 10)), Camera((2.01, 7.5)));

        var scenes = CompositionPlanner.Plan([alice, bob], [], Seconds(10));

        Assert.Equal([(0, 60), (60, 165), (225, 75)], scenes.Select(scene => (scene.StartFrame, scene.Frames)));
        Assert.Equal([1, 2, 1], scenes.Select(scene => scene.Tiles.Count));
    }

    [Fact]
    public void Rounds_the_length_of_the_real_call_to_1542_frames() =>
        Assert.Equal(1542, CompositionPlanner.Plan([], [], 51_389_000_000).Sum(scene => scene.Frames));

    [Fact]
    public void Shows_a_blank_picture_where_nobody_is_visible()
    {
        var scenes = CompositionPlanner.Plan([Camera((3, 5))], [], Seconds(8));

        Assert.Equal([0, 1, 0], scenes.Select(scene => scene.Tiles.Count));
    }

    [Fact]
    public void Has_no_scene_for_a_recording_without_length() =>
        Assert.Empty(CompositionPlanner.Plan([Camera((0, 1))], [], 0));

    [Fact]
    public void Merges_changes_that_follow_within_15_frames()
    {
        var (alice, bob) = (Camera((0, 5)), Camera((5.3, 10)));

        var scenes = CompositionPlanner.Plan([alice, bob], [], Seconds(10));

        Assert.Equal([(0, 150), (150, 150)], scenes.Select(scene => (scene.StartFrame, scene.Frames)));
        Assert.Equal([alice.Track, bob.Track], scenes.Select(scene => scene.Tiles.Single().Track));
    }

    [Fact]
    public void Names_the_stretch_that_a_tile_may_show_so_that_a_merged_change_never_shows_a_picture_from_before_consent()
    {
        var (alice, bob) = (Camera((0, 5)), Camera((5.3, 10)));

        var scenes = CompositionPlanner.Plan([alice, bob], [], Seconds(10));

        Assert.Equal(Stretch.FromSeconds(5.3, 10), scenes[1].Tiles.Single().Within);
    }

    [Fact]
    public void Joins_stretches_that_touch_so_that_they_make_no_cut() =>
        Assert.Single(CompositionPlanner.Plan([Camera((0, 4), (4, 10))], [], Seconds(10)));

    [Fact]
    public void Leaves_no_scene_of_a_few_frames_behind_a_long_one()
    {
        var scenes = CompositionPlanner.Plan([Camera((0, 61))], [], Seconds(60.1));

        Assert.Equal([1740, 63], scenes.Select(scene => scene.Frames));
    }

    [Fact]
    public void Makes_a_shared_screen_the_main_panel_and_stands_cameras_beside_it()
    {
        var (alice, bob, screen) = (Camera((0, 10)), Camera((0, 10)), Track(TrackKind.Screen, (0, 10)));

        var tiles = CompositionPlanner.Plan([alice, bob, screen], [], Seconds(10)).Single().Tiles;

        var main = tiles.Single(tile => tile.Track == screen.Track);
        var thumbnails = tiles.Where(tile => tile != main).ToList();
        Assert.Equal((20, 96, 940, 528), (main.X, main.Y, main.Width, main.Height));
        Assert.All(thumbnails, tile => Assert.Equal((980, 280), (tile.X, tile.Width)));
        Assert.Equal(main.Y, thumbnails[0].Y);
        Assert.Equal([alice.Track, bob.Track], thumbnails.Select(tile => tile.Track));
    }

    [Fact]
    public void Gives_a_screen_without_cameras_the_whole_picture() =>
        Assert.Equal(1208, CompositionPlanner.Plan([Track(TrackKind.Screen, (0, 1))], [], Seconds(1)).Single().Tiles.Single().Width);

    [Theory]
    [InlineData(1, 1208)]
    [InlineData(2, 610)]
    [InlineData(4, 586)]
    [InlineData(9, 378)]
    [InlineData(25, 228)]
    public void Fills_the_picture_with_as_large_tiles_as_fit(int cameras, int width)
    {
        var tiles = CompositionPlanner.Plan([.. Enumerable.Range(0, cameras).Select(_ => Camera((0, 1)))], [], Seconds(1)).Single().Tiles;

        Assert.Equal(cameras, tiles.Count);
        Assert.All(tiles, tile => Assert.Equal(width, tile.Width));
    }

    [Fact]
    public void Keeps_a_place_for_whoever_has_no_picture_while_they_are_there()
    {
        var (alice, chandra) = (Camera((2, 6)), ParticipantId.New(Now));

        var scenes = CompositionPlanner.Plan([alice], [Present(alice.Participant, (0, 10)), Present(chandra, (4, 8))], Seconds(10));

        Assert.Equal([60, 60, 60, 60, 60], scenes.Select(scene => scene.Frames));
        Assert.Equal([(0, 1), (1, 0), (1, 1), (0, 2), (0, 1)], scenes.Select(scene => (scene.Tiles.Count, scene.Seats.Count)));
        Assert.Equal([alice.Participant, chandra], scenes[3].Seats.Select(seat => seat.Participant));
        Assert.Equal((scenes[3].Seats[0].X, scenes[3].Seats[0].Y), (scenes[2].Tiles[0].X, scenes[2].Tiles[0].Y)); // who turns the camera off stays where they are
    }

    [Fact]
    public void Stands_whoever_has_no_picture_beside_a_shared_screen_and_never_gives_the_screen_two_places()
    {
        var screen = Track(TrackKind.Screen, (0, 10));

        var scene = CompositionPlanner.Plan([screen], [Present(screen.Participant, (0, 10))], Seconds(10)).Single();

        Assert.Equal((940, 280), (scene.Tiles.Single().Width, scene.Seats.Single().Width));
    }

    [Fact]
    public void Gives_no_more_than_25_people_a_place_pictures_first_and_tells_how_many_are_left()
    {
        var people = Enumerable.Range(0, 30).Select(_ => Present(ParticipantId.New(Now), (0, 10))).ToList();
        var cameras = people.Skip(20).Select(person => Camera((0, 10)) with { Participant = person.Participant }).ToList();

        var scene = CompositionPlanner.Plan(cameras, people, Seconds(10)).Single();

        Assert.Equal(cameras.Select(camera => camera.Track), scene.Tiles.Select(tile => tile.Track));
        Assert.Equal(people.Take(15).Select(person => person.Participant), scene.Seats.Select(seat => seat.Participant));
        Assert.Equal((5, 228), (scene.Unseen, scene.Seats[0].Width));
    }

    [Fact]
    public void Always_gives_a_person_one_place_at_most_and_whoever_is_there_a_place() => Check(plan =>
    {
        foreach (var scene in plan.Scenes)
        {
            var people = scene.Tiles.Select(tile => plan.Tracks.Single(track => track.Track == tile.Track)).Where(track => track.Kind is TrackKind.Camera).Select(track => track.Participant)
                .Concat(scene.Seats.Select(seat => seat.Participant)).ToList();
            Assert.Distinct(people);
            Assert.InRange(people.Count, 0, 25);
            var whole = plan.People.Where(person => person.Present.Any(p => p.FromNs <= scene.StartNs && scene.EndNs <= p.ToNs)).Select(person => person.Participant).ToList();
            var cut = plan.Tracks.SelectMany(track => track.Visible).SelectMany(v => (long[])[v.FromNs, v.ToNs]).Any(ns => scene.StartNs < ns && ns < scene.EndNs);
            Assert.True(cut || scene.Unseen > 0 || whole.All(people.Contains));
        }
    });

    [Fact]
    public void Always_partitions_the_timeline() => Check(plan =>
    {
        var next = 0;
        foreach (var scene in plan.Scenes)
        {
            Assert.Equal(next, scene.StartFrame);
            Assert.InRange(scene.Frames, Math.Min(plan.Frames, CompositionPlanner.ShortestSceneFrames), CompositionPlanner.LongestSceneFrames);
            next += scene.Frames;
        }

        Assert.Equal(plan.Frames, next);
    });

    [Fact]
    public void Always_puts_tiles_of_even_size_inside_the_canvas_where_they_never_overlap() => Check(plan =>
    {
        foreach (var tiles in plan.Scenes.Select(scene => (List<Tile>)[.. scene.Tiles, .. scene.Seats.Select(seat => new Tile(default, seat.X, seat.Y, seat.Width, seat.Height))]))
        {
            Assert.All(tiles, tile => Assert.True(
                tile is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 }
                && tile.X + tile.Width <= Canvas.Width && tile.Y + tile.Height <= Canvas.Height));
            Assert.All(tiles, tile => Assert.Equal(0, (tile.X | tile.Y | tile.Width | tile.Height) & 1));
            Assert.DoesNotContain(tiles.SelectMany((a, i) => tiles.Skip(i + 1).Select(b => (a, b))), pair => Overlap(pair.a, pair.b));
        }
    });

    [Fact]
    public void Always_shows_each_track_at_most_once_and_only_from_one_of_its_stretches() => Check(plan =>
    {
        foreach (var scene in plan.Scenes)
        {
            Assert.Distinct(scene.Tiles.Select(tile => tile.Track));
            Assert.All(scene.Tiles, tile => Assert.Contains(
                plan.Tracks.Single(track => track.Track == tile.Track).Visible,
                stretch => tile.Within is { } within && within.FromNs <= stretch.FromNs && stretch.ToNs <= within.ToNs));
        }
    });

    private sealed record Planned(IReadOnlyList<VisibleTrack> Tracks, IReadOnlyList<PresentPerson> People, int Frames, IReadOnlyList<Scene> Scenes);

    private static void Check(Action<Planned> holds)
    {
        var stretch = Gen.Choose(0, 400_000).Two().Select(pair =>
            new Stretch(Math.Min(pair.Item1, pair.Item2) * 1_000_000L, Math.Max(pair.Item1, pair.Item2) * 1_000_000L));
        var track =
            from kind in Gen.Elements(TrackKind.Camera, TrackKind.Camera, TrackKind.Camera, TrackKind.Screen)
            from visible in stretch.ListOf()
            select new VisibleTrack(TrackId.New(Now), ParticipantId.New(Now), kind, [.. visible.Take(6)]);
        var plans =
            from tracks in track.ListOf()
            from present in stretch.ListOf().ListOf()
            from duration in Gen.Choose(1, 300_000)
            select Plan([.. tracks.Take(25)], [.. present.Take(15)], duration * 1_000_000L);
        Prop.ForAll(plans.ToArbitrary(), holds).QuickCheckThrowOnFailure();
    }

    /// <summary>People who are there, the first of them with one of the tracks.</summary>
    private static Planned Plan(IReadOnlyList<VisibleTrack> tracks, IReadOnlyList<List<Stretch>> present, long duration)
    {
        List<PresentPerson> people = [.. present.Select((stretches, index) => new PresentPerson(index < tracks.Count ? tracks[index].Participant : ParticipantId.New(Now), [.. stretches.Take(6)]))];
        return new Planned(tracks, people, (int)Math.Round(duration * 0.03 / 1_000_000, MidpointRounding.AwayFromZero), CompositionPlanner.Plan(tracks, people, duration));
    }

    private static PresentPerson Present(ParticipantId who, params (double From, double To)[] spans) => new(who, [.. spans.Select(span => Stretch.FromSeconds(span.From, span.To))]);

    private static bool Overlap(Tile a, Tile b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static VisibleTrack Camera(params (double From, double To)[] visible) => Track(TrackKind.Camera, visible);

    private static VisibleTrack Track(TrackKind kind, params (double From, double To)[] visible) => new(
        TrackId.New(Now), ParticipantId.New(Now), kind, [.. visible.Select(span => Stretch.FromSeconds(span.From, span.To))]);

    private static long Seconds(double seconds) => (long)(seconds * 1e9);
}
