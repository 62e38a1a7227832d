using System.IO.Pipelines;
using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>
/// Correct the gain for what the limiter takes, then encode. <c>loudnorm</c> is not used: where its linear mode
/// does not fit it silently turns dynamic, which pumps in speech pauses.
/// </summary>
internal sealed class MixRenderer(FfmpegRunner ffmpeg)
{
    private const int Kilobits = 96;
    private const double Target = -16;
    private const double LimitLinear = 0.75; // 1 dB under the true peak allowed: encoding gives back up to 0.5 dB
    private const double LimitDecibel = -2.5;
    private const double MostGain = 30; // a mix of nothing but noise stays noise
    private const double Tolerance = 0.5;
    private const int MostCorrections = 3; // what the limiter takes grows with the gain
    private const double Correcting = 0.2;
    private const double Encoding = 1 - (MostCorrections * Correcting);

    public async Task<Rendition> Render(
        VoiceSum sum, IObjectReader voices, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        var gain = Gain(sum.IntegratedLufs, 0);
        for (var correction = 0; correction < MostCorrections && sum.TruePeakDbtp + gain > LimitDecibel; correction++)
        {
            var begun = correction * Correcting;
            var limited = await Measure(voices, durationNs, Master(sum, gain), done => progress.Report(begun + (done * Correcting)), ct);
            gain = Gain(limited.Integrated, gain);
            if (Math.Abs(limited.Integrated - Target) <= Tolerance)
            {
                break;
            }
        }

        return await Encode(sum, voices, durationNs, gain, output, progress, ct);
    }

    private static double Gain(double measured, double applied) =>
        measured <= Loudness.Silent ? 0 : Math.Min(MostGain, applied + Target - measured);

    /// <summary>At 192 kHz the limiter sees peaks between samples. <c>level=0</c>: else it raises the result to full scale.</summary>
    private static string Master(VoiceSum sum, double gain) =>
        $"aformat=sample_fmts=fltp,volume={Arguments.Number(gain + sum.HeadroomDb)}dB,aresample=192000,"
        + $"alimiter=limit={Arguments.Number(LimitLinear)}:attack=5:release=50:level=0:latency=1,aresample=48000";

    private async Task<Loudness> Measure(IObjectReader voices, long durationNs, string chain, Action<double> onProgress, CancellationToken ct)
    {
        await using var job = await ffmpeg.Open(ct);
        var loudness = new Loudness(durationNs, onProgress);
        string[] arguments = ["-xerror", .. Input(job, voices), "-filter_complex", $"[0:a:0]{chain},{Loudness.Filter}[out]", "-map", "[out]", "-f", "null", "-"];
        await ffmpeg.Render(job, arguments, loudness.Read, ct);
        return loudness.Checked();
    }

    private string[] Input(GatewayJob job, IObjectReader voices) =>
        [.. Arguments.Reach(ffmpeg.Options), "-threads", "1", "-f", SumRenderer.Container, "-i", job.Offer(new ObjectSource(voices, ffmpeg.Options.ReadLimit))];

    /// <summary>The encoded bytes also go to a second ffmpeg that measures them: they cannot be read again afterwards.</summary>
    private async Task<Rendition> Encode(
        VoiceSum sum, IObjectReader voices, long durationNs, double gain, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pipe = new Pipe();
        await using var copy = pipe.Writer.AsStream();
        var mix = new AacOutput([output, copy], durationNs, new Progress(done => progress.Report(1 - Encoding + (done * Encoding))));
        var loudness = new Loudness(durationNs, _ => { });
        await Together(both, EncodeTo(mix, pipe.Writer, both.Token), MeasureFrom(pipe.Reader, both.Token));
        return mix.Checked() with { Level = new MixLevel(gain, loudness.Checked().Integrated, loudness.TruePeak) };

        async Task EncodeTo(AacOutput target, PipeWriter end, CancellationToken token)
        {
            await using var job = await ffmpeg.Open(token);
            string[] arguments =
            [
                "-xerror", .. Input(job, voices), "-filter_complex", $"[0:a:0]{Master(sum, gain)}[out]",
                .. target.Arguments(job, "out", Kilobits),
            ];
            await ffmpeg.Render(job, arguments, onOutput: null, token);
            await end.CompleteAsync();
        }

        async Task MeasureFrom(PipeReader encoded, CancellationToken token)
        {
            await using var job = await ffmpeg.Open(token);
            string[] arguments =
            [
                "-xerror", "-protocol_whitelist", "http,tcp", "-seekable", "0", "-f", "mov", "-i", job.Offer(new LiveSource(encoded)),
                "-filter_complex", $"[0:a:0]{Loudness.Filter}[out]", "-map", "[out]", "-f", "null", "-",
            ];
            await ffmpeg.Render(job, arguments, loudness.Read, token);
        }
    }

    /// <summary>When one fails the other is ended, and the first failure is the one that is told.</summary>
    private static async Task Together(CancellationTokenSource both, params Task[] tasks)
    {
        var first = await Task.WhenAny(tasks);
        if (!first.IsCompletedSuccessfully)
        {
            await both.CancelAsync();
            await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);
            await first;
        }

        await Task.WhenAll(tasks);
    }

    private sealed class Progress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
