using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>Speech as samples, for whoever listens while it is made.</summary>
internal sealed class SpeechRenderer(FfmpegRunner ffmpeg)
{
    public async Task Render(IReadOnlyList<AudioInput> inputs, long durationNs, int sampleRate, Func<Stream, CancellationToken, Task> consume, CancellationToken ct)
    {
        await using var job = await ffmpeg.Open(ct);
        string[] arguments =
        [
            "-xerror", "-copyts", .. AudioGraph.Inputs(job, inputs, ffmpeg.Options),
            "-filter_complex", AudioGraph.Voice(inputs, durationNs, "a"), "-map", "[a]",
            "-c:a", "pcm_s16le", "-ar", sampleRate.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-method", "PUT", "-f", "s16le", job.Offer(new Sink(consume, isPaced: true)),
        ];
        await ffmpeg.Render(job, arguments, onOutput: null, ct);
    }
}
