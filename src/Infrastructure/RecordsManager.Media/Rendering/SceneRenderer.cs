using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Mp4;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

internal sealed class SceneRenderer(FfmpegRunner ffmpeg)
{
    private const int TimeScale = 90_000;
    private const int FrameTicks = TimeScale / Canvas.FramesPerSecond;

    public async Task<Rendition> Render(SceneInput input, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        var scene = input.Scene;
        var pictures = scene.Tiles.Select(tile => input.Inputs.Single(picture => picture.Track == tile.Track)).ToList();
        await using var job = await ffmpeg.Open(ct);
        // every fragment has a frame, so numbers from the first frame's on rise through all scenes of a recording
        var recorder = new FragmentRecorder(
            [output], (long)scene.StartFrame * FrameTicks, (uint)scene.StartFrame + 1,
            reached => progress.Report(Math.Clamp((reached - scene.StartNs) * Canvas.FramesPerSecond / 1e9 / scene.Frames, 0, 1)));
        var stills = new Stills(scene);
        string[] arguments =
        [
            // no -xerror: one frame damaged by packet loss, or a start without key frame, would refuse the whole scene
            "-copyts", .. pictures.SelectMany(picture => SceneGraph.Input(job, picture, scene, ffmpeg.Options)),
            "-filter_complex", SceneGraph.Of(scene, pictures), "-map", "[v]",
            "-frames:v", scene.Frames.ToString(CultureInfo.InvariantCulture),
            .. Encoder(ffmpeg.Options.ScenePreset), job.Offer(new Sink(recorder.Record)),
            .. stills.Output, job.Offer(new Sink(stills.Take)),
        ];
        await ffmpeg.Render(job, arguments, onOutput: null, ct);
        var frames = recorder.Ticks / FrameTicks;
        return recorder.Init.TimeScale == TimeScale && recorder.Ticks == (long)scene.Frames * FrameTicks
            ? recorder.Rendition with { Stills = await stills.Append(recorder.Written, output, ct) }
            : throw new RenderFailedException($"The scene has {frames} frames instead of {scene.Frames}.");
    }

    /// <summary>The same for every scene, so that one initialisation segment serves all. Closed groups of 2 s: group, fragment and segment are one.</summary>
    private static string[] Encoder(string preset) =>
    [
        "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact+cgop",
        "-c:v", "libx264", "-preset", preset, "-pix_fmt", "yuv420p", "-bf", "2", "-threads", "1",
        "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-video_track_timescale", "90000",
        "-movflags", "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer", "-use_editlist", "0",
        "-method", "PUT", "-f", "mp4",
    ];
}
