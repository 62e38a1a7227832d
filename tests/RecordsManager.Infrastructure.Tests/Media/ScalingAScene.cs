using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>The same scene in other sizes: what a player may change to at any segment.</summary>
public sealed class ScalingAScene : IAsyncLifetime
{
    /// <summary>A tile whose edges are no whole pixels at 1080 lines, and a last fragment that is short.</summary>
    private static readonly Scene Shown = new(300, 151, [new Tile(Alice.Id, 102, 50, 640, 480)]) { Seats = [new Seat(default, 900, 100, 320, 180)] };

    private readonly Lab _lab = new();
    private string _file = "";
    private Rendition? _made;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static CallTrack Alice => Call.Janus.Track("alice", TrackKind.Camera);

    public async ValueTask InitializeAsync()
    {
        await using var output = File.Create(_lab.At("scene.mp4"));
        (_file, _made) = (output.Name, await _lab.Engine.RenderScene(new SceneInput(Shown, [Alice.Video()]), output, Lab.Unwatched, Ct));
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(360)]
    [InlineData(540)]
    public async Task A_smaller_one_is_made_of_the_scene_and_shows_the_same_at_the_same_times(int height)
    {
        await using var output = File.Create(_lab.At("small.mp4"));
        var made = await _lab.Engine.ResizeScene(Shown, new FileMedia(_file), height, output, Lab.Unwatched, Ct);
        await output.DisposeAsync();

        await IsTheSame(output.Name, made, height);
    }

    [Fact]
    public async Task A_larger_one_is_made_of_the_tracks_and_shows_the_same_at_the_same_times()
    {
        await using var output = File.Create(_lab.At("large.mp4"));
        var made = await _lab.Engine.RenderScene(new SceneInput(Shown, [Alice.Video()], 1080), output, Lab.Unwatched, Ct);
        await output.DisposeAsync();

        await IsTheSame(output.Name, made, 1080);
    }

    [Fact]
    public async Task Of_a_scene_that_breaks_off_none_is_made()
    {
        var whole = await File.ReadAllBytesAsync(_file, Ct);
        var last = _made!.Fragments[^1];
        await File.WriteAllBytesAsync(_lab.At("short.mp4"), whole[..(int)last.Offset], Ct); // whole fragments, but one too few

        using var output = new MemoryStream();
        await Assert.ThrowsAsync<RenderFailedException>(() => _lab.Engine.ResizeScene(Shown, new FileMedia(_lab.At("short.mp4")), 360, output, Lab.Unwatched, Ct));
    }

    private async Task IsTheSame(string file, Rendition made, int height)
    {
        Assert.Equal((Ladder.WidthOf(height), height), (made.Width, made.Height));
        Assert.Equal(_made!.Fragments.Select(f => (f.StartNs, f.DurationNs)), made.Fragments.Select(f => (f.StartNs, f.DurationNs)));
        Assert.Null(made.Stills);

        var (expected, seen) = (await Drawn(_file, Canvas.Height), await Drawn(file, height));
        Assert.Equal(Shown.Frames, seen.Count);
        Assert.Equal(expected, seen);
        Assert.DoesNotContain(null, seen);

        var seat = await Luma(file, height, "select=eq(n\\,0),");
        Assert.InRange(seat[(190 * height / 720 * Ladder.WidthOf(height)) + (1060 * height / 720)], 60, 90);
        Assert.InRange(seat[(190 * height / 720 * Ladder.WidthOf(height)) + (1240 * height / 720)], 28, 36);
        Assert.Equal("1", (await Lab.Ffprobe("-select_streams", "v", "-show_entries", "frame=key_frame", "-read_intervals", $"{_made.Fragments[1].StartNs / 1e9}%+#1", "-of", "csv=p=0", file)).Trim()[..1]);
    }

    /// <summary>When each frame's picture was drawn, as it says itself, ms.</summary>
    private static async Task<List<int?>> Drawn(string file, int height)
    {
        var tile = Shown.Tiles[0];
        var scale = height / 720.0;
        return [.. (await Luma(file, height, "")).Chunk(Ladder.WidthOf(height) * height).Select(picture =>
            Barcode.Read(picture, Ladder.WidthOf(height), tile.X * scale, tile.Y * scale, tile.Width * scale, tile.Height * scale, 240))];
    }

    private static Task<byte[]> Luma(string file, int height, string filter) =>
        Lab.Ffmpeg("-i", file, "-vf", $"{filter}scale={Ladder.WidthOf(height)}:{height}", "-f", "rawvideo", "-pix_fmt", "gray", "-");
}
