using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;
using static System.FormattableString;

namespace RecordsManager.Media.Rendering;

/// <summary>The pictures of one layout interval; the graph's own time starts at 0 with the interval.</summary>
internal static class SceneGraph
{
    /// <summary>
    /// Starts reading early, so that a picture drawn before the scene and still standing is found; the first picture of
    /// every tile is then at most as old as the source made it. No exact seek: it would drop the frames before the point.
    /// </summary>
    public static IEnumerable<string> Input(GatewayJob job, VideoInput input, Scene scene, MediaOptions options)
    {
        var from = input.Drift.InMedium(scene.StartNs - input.OffsetNs) + input.FirstTimestampNs - input.LookBackNs;
        return
        [
            .. Arguments.Reach(options), "-threads", "1",
            // pictures of changing size (WebRTC adapts it) must not restart the whole graph
            "-reinit_filter", "0",
            .. from > 0 ? (string[])["-noaccurate_seek", "-seek_timestamp", "1", "-ss", Arguments.Seconds(from)] : [],
            "-f", input.Container, "-i", job.Offer(new ObjectSource(input.Media, options.ReadLimit)),
        ];
    }

    /// <summary>The same for everybody: a name and a tone of their own are the player's to draw, over the picture.</summary>
    private const string EmptyPlace = "0x38444a";

    /// <summary>It ends by itself: an output that waited for a picture that does not come would make ffmpeg go on for ever.</summary>
    public static string Of(SceneInput of, IReadOnlyList<VideoInput> inputs)
    {
        var (scene, height) = (of.Scene, of.Height);
        var seats = string.Concat(scene.Seats.Select(seat => Invariant($",drawbox=x={At(seat.X)}:y={At(seat.Y)}:w={At(seat.Width)}:h={At(seat.Height)}:color={EmptyPlace}:t=fill")));
        var background = Invariant($"color=c=0x202020:s={Ladder.WidthOf(height)}x{height}:r={Canvas.FramesPerSecond}{seats}[b0]");
        var tiles = scene.Tiles.Select(tile => tile with { X = At(tile.X), Y = At(tile.Y), Width = At(tile.Width), Height = At(tile.Height) });
        var last = $"[b{inputs.Count}]format=yuv420p,trim=end_frame={scene.Frames}";
        return string.Join(';', [background, .. tiles.Select((tile, index) => Tile(index, tile, scene, inputs[index])), height == Canvas.Height ? $"{last},split[v][all];{Stills.Filter}" : $"{last}[v]"]);

        int At(int pixels) => Ladder.Scaled(pixels, height);
    }

    /// <summary>Centred per picture, whatever its shape; the background is what shows beside it.</summary>
    private static string Tile(int index, Tile tile, Scene scene, VideoInput input) => Invariant(
        $"[{index}:v:0]{Picture(tile, scene, input)}[t{index}];[b{index}][t{index}]overlay=x={tile.X}+({tile.Width}-w)/2:y={tile.Y}+({tile.Height}-h)/2:eval=frame:eof_action=repeat{Enabled(tile, scene)}[b{index + 1}]");

    /// <summary>Where a short change was merged into the scene the tile is empty: nobody is seen before joining or after leaving.</summary>
    private static string Enabled(Tile tile, Scene scene)
    {
        if (tile.Within is not { } stretch)
        {
            return string.Empty;
        }

        var (from, to) = (Frame(stretch.FromNs) - scene.StartFrame, Frame(stretch.ToNs) - scene.StartFrame);
        return from <= 0 && to >= scene.Frames ? string.Empty : Invariant($":enable='between(n,{from},{to - 1})'");
    }

    private static long Frame(long ns) => (long)Math.Round(ns / 1e9 * Canvas.FramesPerSecond, MidpointRounding.AwayFromZero);

    private static string Placed(VideoInput input) => input.Drift.IsNone
        ? $"PTS+round({Arguments.Seconds(input.OffsetNs - input.FirstTimestampNs)}/TB)"
        : Invariant($"round((PTS-{Arguments.Seconds(input.FirstTimestampNs)}/TB)*{input.Drift.Factor:0.000000000}+{Arguments.Seconds(input.OffsetNs)}/TB)");

    /// <summary><c>fps=start_time</c> keeps the last picture from before the scene; after it, counting frames is exact and subtracting times is not.</summary>
    private static string Picture(Tile tile, Scene scene, VideoInput input)
    {
        var within = tile.Within is { } stretch
            ? $"trim=start={Arguments.Seconds(stretch.FromNs)}:end={Arguments.Seconds(stretch.ToNs)},"
            : string.Empty;
        return Invariant($"setpts={Placed(input)},{within}")
            + Invariant($"fps={Canvas.FramesPerSecond}:start_time={Arguments.Seconds(scene.StartNs)},")
            + $"trim=start={Arguments.Seconds(scene.StartNs - 1_000_000)},setpts=N,"
            + Invariant($"scale={tile.Width}:{tile.Height}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,")
            + "tpad=stop=-1:stop_mode=clone";
    }
}
