using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>
/// All voices as one track. Four fifths of a mix is the decoding of its inputs, and it is listened to several times before it
/// is made: each voice is decoded once, for this.
/// </summary>
internal sealed class SumRenderer(FfmpegRunner ffmpeg)
{
    public const string Container = "matroska";

    /// <summary>Decoded speech may pass full scale.</summary>
    private const double Overshoot = 6;

    public async Task<VoiceSum> Render(
        IReadOnlyList<AudioInput> inputs, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(inputs.Count);
        var headroom = Overshoot + (20 * Math.Log10(inputs.Count));
        var loudness = new Loudness(durationNs, progress.Report);
        await using var job = await ffmpeg.Open(ct);
        var sink = job.Offer(new Sink((body, token) => body.CopyToAsync(output, token)));
        string[] arguments =
        [
            "-xerror", "-copyts", .. AudioGraph.Inputs(job, inputs, ffmpeg.Options),
            "-filter_complex", $"{AudioGraph.Mix(inputs, durationNs, "mix")};[mix]{Loudness.Filter},volume=-{Arguments.Number(headroom)}dB,aformat=sample_fmts=s32[out]",
            "-map", "[out]", .. Arguments.Clean, "-c:a", "flac", "-compression_level", "0", "-method", "PUT", "-f", Container, sink,
        ];
        await ffmpeg.Render(job, arguments, loudness.Read, ct);
        return new VoiceSum(headroom, loudness.Checked().Integrated, loudness.TruePeak);
    }
}
