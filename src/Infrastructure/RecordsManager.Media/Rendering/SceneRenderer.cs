using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
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
        var recorder = Recorder(scene, output, progress);
        var stills = input.Height == Canvas.Height ? new Stills(scene) : null;
        string[] arguments =
        [
            // no -xerror: one frame damaged by packet loss, or a start without key frame, would refuse the whole scene
            "-copyts", .. pictures.SelectMany(picture => SceneGraph.Input(job, picture, scene, ffmpeg.Options)),
            "-filter_complex", SceneGraph.Of(input, pictures), "-map", "[v]",
            .. Encoder(scene), job.Offer(new Sink(recorder.Record)),
            .. stills is null ? [] : (string[])[.. stills.Output, job.Offer(new Sink(stills.Take))],
        ];
        await ffmpeg.Render(job, arguments, onOutput: null, ct);
        var made = Whole(recorder, scene);
        return stills is null ? made : made with { Stills = await stills.Append(recorder.Written, output, ct) };
    }

    /// <summary>Its frames are counted, not timed: they stand at the places of those they are made of.</summary>
    public async Task<Rendition> Resize(Scene scene, IObjectReader picture, int height, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        await using var job = await ffmpeg.Open(ct);
        var recorder = Recorder(scene, output, progress);
        string[] arguments =
        [
            .. Arguments.Reach(ffmpeg.Options), "-threads", "1", "-f", "mov", "-i", job.Offer(new ObjectSource(picture, ffmpeg.Options.ReadLimit)),
            "-filter_complex", FormattableString.Invariant($"[0:v:0]setpts=N/{Canvas.FramesPerSecond}/TB,fps={Canvas.FramesPerSecond},scale={Ladder.WidthOf(height)}:{height}[v]"), "-map", "[v]",
            .. Encoder(scene), job.Offer(new Sink(recorder.Record)),
        ];
        await ffmpeg.Render(job, arguments, onOutput: null, ct);
        return Whole(recorder, scene);
    }

    /// <summary>Every fragment has a frame, so numbers from the first frame's on rise through all scenes of a recording.</summary>
    private static FragmentRecorder Recorder(Scene scene, Stream output, IProgress<double> progress) => new(
        [output], (long)scene.StartFrame * FrameTicks, (uint)scene.StartFrame + 1,
        reached => progress.Report(Math.Clamp((reached - scene.StartNs) * Canvas.FramesPerSecond / 1e9 / scene.Frames, 0, 1)));

    private static Rendition Whole(FragmentRecorder recorder, Scene scene) =>
        recorder.Init.TimeScale == TimeScale && recorder.Ticks == (long)scene.Frames * FrameTicks
            ? recorder.Rendition
            : throw new RenderFailedException($"The scene has {recorder.Ticks / FrameTicks} frames instead of {scene.Frames}.");

    /// <summary>
    /// The same for every scene, so that one initialisation segment serves all of one size. Closed groups of 2 s: group, fragment and
    /// segment are one, and lie at the same places in every size.
    /// </summary>
    private string[] Encoder(Scene scene) =>
    [
        "-frames:v", scene.Frames.ToString(CultureInfo.InvariantCulture),
        "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact+cgop",
        "-c:v", "libx264", "-preset", ffmpeg.Options.ScenePreset, "-pix_fmt", "yuv420p", "-bf", "2", "-threads", "1",
        "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-video_track_timescale", "90000",
        "-movflags", "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer", "-use_editlist", "0",
        "-method", "PUT", "-f", "mp4",
    ];
}
