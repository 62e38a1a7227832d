using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Mp4;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>AAC-LC in fragments of 4 s. The edit list stays: it takes away the encoder's 21 ms of priming.</summary>
internal sealed class AacOutput(IReadOnlyList<Stream> outputs, long durationNs, IProgress<double> progress)
{
    private const int SampleRate = 48_000;
    private const int FrameLength = 1024;
    private readonly FragmentRecorder _recorder = new(
        outputs, shiftTicks: 0, firstSequence: 1, reached => progress.Report(Math.Min(1, (double)reached / durationNs)));

    public string[] Arguments(GatewayJob job, string label, int kilobits) =>
    [
        "-map", $"[{label}]", .. Processes.Arguments.Clean,
        "-c:a", "aac", "-b:a", string.Create(CultureInfo.InvariantCulture, $"{kilobits}k"), "-ar", "48000", "-ac", "1",
        // delay_moov: only then ffmpeg knows the priming when it writes the edit list
        "-movflags", "+delay_moov+default_base_moof+skip_trailer", "-use_editlist", "1", "-frag_duration", "4000000",
        "-method", "PUT", "-f", "mp4", job.Offer(new Sink(_recorder.Record)),
    ];

    /// <summary>SIGTERM makes ffmpeg close a file properly that is too short: only its samples tell.</summary>
    /// <exception cref="RenderFailedException">The samples do not fill the timeline.</exception>
    public Rendition Checked()
    {
        var samples = (long)((Int128)durationNs * SampleRate / 1_000_000_000);
        var played = _recorder.Ticks - _recorder.Init.MediaTime;
        return Math.Abs(played - samples) <= FrameLength
            ? _recorder.Rendition
            : throw new RenderFailedException($"The audio has {played} samples instead of {samples}.");
    }
}
