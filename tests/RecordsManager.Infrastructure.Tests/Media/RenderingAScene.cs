using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class RenderingAScene : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static CallTrack Alice => Call.Janus.Track("alice", TrackKind.Camera);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Without_any_tile_is_the_background()
    {
        var (file, rendition) = await Render(new Scene(90, 75, []));

        var luma = await Lab.Ffmpeg("-i", file, "-f", "rawvideo", "-pix_fmt", "gray", "-");
        Assert.Equal(75 * Canvas.Width * Canvas.Height, luma.Length);
        Assert.InRange(luma.Min(), 30, luma.Max());
        Assert.InRange(luma.Max(), luma.Min(), 34);
        Assert.Equal([(3_000_000_000, 2_000_000_000), (5_000_000_000, 500_000_000)], rendition.Fragments.Select(fragment => (fragment.StartNs, fragment.DurationNs)));
    }

    [Fact]
    public async Task Of_one_frame_is_one_frame()
    {
        var (_, rendition) = await Render(new Scene(0, 1, []));

        Assert.Equal((0, 33_333_333), (rendition.Fragments.Single().StartNs, rendition.Fragments.Single().DurationNs));
    }

    [Fact]
    public async Task Keeps_the_shape_of_the_picture_and_fills_the_rest_of_the_tile_with_the_background()
    {
        var (file, _) = await Render(new Scene(300, 15, [new Tile(Alice.Id, 20, 20, 1240, 680)]), Alice.Video());

        // 4:3 in a tile of 1240×680: 906 pixels wide, 187 from the left
        var luma = await Lab.Ffmpeg("-i", file, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
        var row = luma[(360 * Canvas.Width)..(361 * Canvas.Width)];
        Assert.All(row[..180], pixel => Assert.InRange(pixel, 28, 36));
        Assert.All(row[1100..], pixel => Assert.InRange(pixel, 28, 36));
        Assert.Contains(row[190..1090], pixel => pixel is < 28 or > 36);
    }

    [Fact]
    public async Task Shows_nothing_from_outside_the_stretch_that_may_be_seen()
    {
        // the scene begins at 10 s, the consent at 10.3 s
        var tile = new Tile(Alice.Id, 0, 0, 960, 720, Stretch.FromSeconds(10.3, 10.8));

        var (file, _) = await Render(new Scene(300, 45, [tile]), Alice.Video());

        var luma = await Lab.Ffmpeg("-i", file, "-f", "rawvideo", "-pix_fmt", "gray", "-");
        var drawn = luma.Chunk(Canvas.Width * Canvas.Height).Select(picture => Barcode.Read(picture, Canvas.Width, 0, 0, 960, 720, 240)).ToList();
        Assert.Equal(45, drawn.Count);
        Assert.All(drawn[..9], Assert.Null);
        Assert.All(drawn[9..24], time => Assert.InRange(time!.Value, 10_250, 10_800));
        Assert.All(drawn[24..], Assert.Null);
    }

    [Theory]
    [InlineData("janus", "alice", 0)]
    [InlineData("janus", "alice", 5)]
    [InlineData("werift", "tomas", 0)]
    public async Task Seeks_in_a_long_track_and_still_shows_the_picture_of_the_moment(string call, string participant, int firstTimestamp)
    {
        var track = Call.Named(call).Track(participant, TrackKind.Camera);
        var file = await _lab.Make("late.mkv", "-v", "fatal", "-itsoffset", $"{firstTimestamp}", "-i", track.File, "-c", "copy");
        var input = track.Video() with { Media = new FileMedia(file), FirstTimestampNs = firstTimestamp * 1_000_000_000L };

        var (scene, _) = await Render(new Scene(750, 30, [new Tile(track.Id, 0, 0, 960, 720)]), input);

        var luma = await Lab.Ffmpeg("-i", scene, "-f", "rawvideo", "-pix_fmt", "gray", "-");
        var drawn = luma.Chunk(Canvas.Width * Canvas.Height).Select(picture => Barcode.Read(picture, Canvas.Width, 0, 0, 960, 720, 240)).ToList();
        Assert.All(drawn.Index(), frame => Assert.Equal(25_000 + (frame.Index * 1000 / 30), frame.Item!.Value + 50, 120.0));
    }

    [Fact]
    public async Task Of_a_camera_whose_pictures_change_in_size_goes_on_through_the_change()
    {
        var changing = await Changing();

        var (file, _) = await Render(new Scene(0, 180, [new Tile(Alice.Id, 0, 0, 1280, 720)]), Video(changing));

        // wide and white, then upright and white: the sides fall back to the background
        var sides = await Lab.Ffmpeg("-i", file, "-vf", "crop=64:64:100:300,scale=1:1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
        var middle = await Lab.Ffmpeg("-i", file, "-vf", "crop=64:64:608:300,scale=1:1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
        Assert.All(middle, luma => Assert.InRange(luma, 200, 255));
        Assert.All(sides[..85], luma => Assert.InRange(luma, 200, 255));
        Assert.All(sides[95..], luma => Assert.InRange(luma, 28, 36));
    }

    [Fact]
    public async Task Of_a_camera_damaged_by_packet_loss_has_all_its_frames()
    {
        var damaged = await _lab.Make("damaged.mkv", "-i", Alice.File, "-c", "copy", "-bsf:v", "noise=amount=20000");

        await Render(new Scene(0, 300, [new Tile(Alice.Id, 0, 0, 640, 360)]), Video(damaged));
    }

    [Fact]
    public async Task Of_a_camera_that_starts_without_a_key_frame_has_all_its_frames()
    {
        var headless = await _lab.Make("headless.mkv", "-i", Alice.File, "-c", "copy", "-copyts", "-bsf:v", "noise=drop=lt(n\\,20)");

        await Render(new Scene(0, 600, [new Tile(Alice.Id, 0, 0, 640, 360)]), Video(headless));
    }

    [Fact]
    public async Task Of_a_truncated_camera_holds_the_last_picture()
    {
        await File.WriteAllBytesAsync(_lab.At("cut.webm"), (await File.ReadAllBytesAsync(Alice.File, Ct))[..60_000], Ct);

        await Render(new Scene(0, 900, [new Tile(Alice.Id, 0, 0, 640, 360)]), Video(_lab.At("cut.webm")));
    }

    [Fact]
    public async Task Of_25_cameras_fits_into_the_engine()
    {
        var tracks = Enumerable.Range(0, 25).Select(_ => TrackId.New(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero))).ToList();
        var tiles = tracks.Select((track, index) => new Tile(track, index % 5 * 256, index / 5 * 144, 256, 144)).ToList();
        var cameras = tracks.Select(track => Alice.Video() with { Track = track });

        var (_, rendition) = await Render(new Scene(600, 60, tiles), [.. cameras]);

        Assert.Equal(2_000_000_000, rendition.Fragments.Sum(fragment => fragment.DurationNs));
    }

    [Fact]
    public async Task Brings_a_small_picture_of_every_fifth_second_behind_its_fragments()
    {
        var (file, rendition) = await Render(new Scene(300, 301, [new Tile(Alice.Id, 0, 0, 960, 720)]), Alice.Video());

        var bytes = await File.ReadAllBytesAsync(file, Ct);
        Assert.Equal([10_000_000_000, 15_000_000_000, 20_000_000_000], rendition.Stills!.Select(still => still.AtNs));
        Assert.Equal(rendition.Fragments[^1].Offset + rendition.Fragments[^1].Length + 8, rendition.Stills![0].Offset);
        Assert.Equal(bytes.Length, rendition.Stills[^1].Offset + rendition.Stills[^1].Length);
        foreach (var (index, still) in rendition.Stills.Index())
        {
            await File.WriteAllBytesAsync(_lab.At("still.jpg"), bytes[(int)still.Offset..(int)(still.Offset + still.Length)], Ct);
            var small = await Lab.Ffmpeg("-i", _lab.At("still.jpg"), "-vf", "scale=in_range=full:out_range=tv", "-f", "rawvideo", "-pix_fmt", "gray", "-");
            var frame = await Lab.Ffmpeg("-i", file, "-vf", $"select=eq(n\\,{index * 150}),scale=320:180", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
            Assert.Equal(320 * 180, small.Length);
            Assert.InRange(small.Zip(frame, (a, b) => Math.Abs(a - b)).Average(), 0, 6);
        }
    }

    [Fact]
    public async Task Leaves_an_empty_place_for_whoever_has_no_picture()
    {
        var (file, _) = await Render(new Scene(0, 15, []) { Seats = [new Seat(default, 100, 200, 320, 180)] });

        var luma = await Lab.Ffmpeg("-i", file, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-");
        Assert.InRange(luma[(290 * Canvas.Width) + 260], 60, 90);
        Assert.InRange(luma[(290 * Canvas.Width) + 440], 28, 36);
    }

    [Fact]
    public async Task Gives_the_same_bytes_every_time()
    {
        var scene = new Scene(300, 60, [new Tile(Alice.Id, 0, 0, 640, 360)]);

        var first = await File.ReadAllBytesAsync((await Render(scene, Alice.Video())).File, Ct);
        var second = await File.ReadAllBytesAsync((await Render(scene, Alice.Video())).File, Ct);

        Assert.Equal(first, second);
    }

    private static VideoInput Video(string file) => new(Alice.Id, new FileMedia(file), "matroska", 0);

    private async Task<(string File, Rendition Rendition)> Render(Scene scene, params IReadOnlyList<VideoInput> inputs)
    {
        await using var output = File.Create(_lab.At("scene.mp4"));
        return (output.Name, await _lab.Engine.RenderScene(new SceneInput(scene, inputs), output, Lab.Unwatched, Ct));
    }

    /// <summary>White, 3 s of 320×180 and 3 s of 180×320 in one VP8 track, as WebRTC sends it when a phone is turned.</summary>
    private async Task<string> Changing()
    {
        foreach (var (name, size) in new[] { ("a.mkv", "320x180"), ("b.mkv", "180x320") })
        {
            await _lab.Make(name, "-f", "lavfi", "-i", $"color=white:s={size}:r=15:d=3", "-c:v", "libvpx");
        }

        await File.WriteAllTextAsync(_lab.At("list"), $"file '{_lab.At("a.mkv")}'\nfile '{_lab.At("b.mkv")}'\n", Ct);
        return await _lab.Make("changing.mkv", "-f", "concat", "-safe", "0", "-i", _lab.At("list"), "-c", "copy");
    }
}
