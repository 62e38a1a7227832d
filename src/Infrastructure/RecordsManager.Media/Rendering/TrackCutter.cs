using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Probing;
using RecordsManager.Media.Processes;
using static System.FormattableString;

namespace RecordsManager.Media.Rendering;

/// <summary>
/// A track without what its person's consent does not cover. Packets are not copied: those of sound are 20 ms long and those
/// of pictures lean on key frames that may lie outside, so everything is decoded, cut and encoded.
/// </summary>
internal sealed class TrackCutter(FfmpegRunner ffmpeg)
{
    private const string Container = "matroska";

    public async Task<CutFormat> Cut(TrackCut cut, Stream output, CancellationToken ct)
    {
        var isVideo = cut.Kind.IsVideo();
        var shape = isVideo ? await Shape(cut, ct) : default;
        await using var job = await ffmpeg.Open(ct);
        string[] arguments = isVideo ? Pictures(job, cut, shape) : Sound(job, cut);
        var sink = job.Offer(new Sink((body, token) => body.CopyToAsync(output, token)));
        await ffmpeg.Render(job, [.. arguments, .. Arguments.Clean, "-method", "PUT", "-f", Container, sink], onOutput: null, ct);
        return new CutFormat(Container, isVideo ? "h264" : "flac");
    }

    /// <summary>Mono, as everything is made of it; without loss, so that it can be cut again.</summary>
    private string[] Sound(GatewayJob job, TrackCut cut)
    {
        AudioInput[] input = [new(cut.Media, cut.Container, 0, cut.FirstTimestampNs, cut.Keep)];
        return
        [
            "-xerror", "-copyts", .. AudioGraph.Inputs(job, input, ffmpeg.Options),
            "-filter_complex", AudioGraph.Voice(input, cut.DurationNs, "a"), "-map", "[a]", "-c:a", "flac", "-sample_fmt", "s16",
        ];
    }

    /// <summary>
    /// Each picture that begins inside, at its own time. WebRTC changes the size and the shape of pictures, an encoder cannot:
    /// the shape is the first one's, as large as a picture is ever shown.
    /// </summary>
    private string[] Pictures(GatewayJob job, TrackCut cut, (int Width, int Height) shape)
    {
        var inside = cut.Keep.Select(w => $"gte(t\\,{Arguments.Seconds(w.FromNs)})*lt(t\\,{Arguments.Seconds(w.ToNs)})");
        return
        [
            "-copyts", .. Arguments.Reach(ffmpeg.Options), "-threads", "1", "-reinit_filter", "0",
            "-f", cut.Container, "-i", job.Offer(new ObjectSource(cut.Media, ffmpeg.Options.ReadLimit)),
            "-filter_complex",
            $"[0:v:0]setpts=PTS-round({Arguments.Seconds(cut.FirstTimestampNs)}/TB),select={string.Join('+', inside)},"
                + Invariant($"scale={shape.Width}:{shape.Height}:force_original_aspect_ratio=decrease:force_divisible_by=2,")
                + Invariant($"pad={shape.Width}:{shape.Height}:(ow-iw)/2:(oh-ih)/2:color=0x202020:eval=frame,setsar=1,format=yuv420p[v]"),
            "-map", "[v]", "-fps_mode", "passthrough", "-enc_time_base", "1:1000",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "16", "-bf", "0", "-g", "60", "-threads", "1",
        ];
    }

    private async Task<(int Width, int Height)> Shape(TrackCut cut, CancellationToken ct)
    {
        var probe = await new MediaProbe(ffmpeg).Probe(cut.Media, cut.Kind, ct);
        if (probe.Failed || probe.Value is not { Width: { } width and > 0, Height: { } height and > 0 })
        {
            throw new RenderFailedException("The pictures of the track have no size.");
        }

        var scale = Math.Min((double)Canvas.Width / width, (double)Canvas.Height / height);
        return (Even(width * scale), Even(height * scale));
    }

    private static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2) * 2);
}
