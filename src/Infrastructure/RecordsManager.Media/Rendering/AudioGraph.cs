using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>Audio tracks on the recording's timeline: mono, 48 kHz, exactly as long as the recording.</summary>
internal static class AudioGraph
{
    public static IEnumerable<string> Inputs(GatewayJob job, IEnumerable<AudioInput> inputs, MediaOptions options) =>
        inputs.SelectMany(input => (string[])
        [
            .. Arguments.Reach(options), "-threads", "1",
            "-itsoffset", Arguments.Seconds(input.OffsetNs - input.FirstTimestampNs),
            "-f", input.Container, "-i", job.Offer(new ObjectSource(input.Media, options.ReadLimit)),
        ]);

    /// <summary>
    /// Fills DTX gaps from 10 ms on (packets have 20) and the time before the join with silence. Stereo is averaged:
    /// swresample's own downmix of equal channels would be 3 dB louder and could clip.
    /// </summary>
    public static string Align(int index, long durationNs, string label)
    {
        var seconds = Arguments.Seconds(durationNs);
        return $"[{index}:a:0]aresample=48000:async=1:min_hard_comp=0.010:first_pts=0:rematrix_maxval=1,"
            + $"aformat=sample_fmts=fltp:channel_layouts=mono,apad=whole_dur={seconds},atrim=end={seconds}[{label}]";
    }

    /// <summary>One participant's tracks (one for each stretch of presence) as one voice; a single one needs no mixing.</summary>
    public static string Voice(int count, long durationNs, string label) =>
        count == 1 ? Align(0, durationNs, label) : Mix(count, durationNs, label);

    /// <summary>The sum of all voices, not scaled: with <c>normalize</c> the level would jump as inputs end.</summary>
    public static string Mix(int count, long durationNs, string label)
    {
        var aligned = Enumerable.Range(0, count).Select(index => Align(index, durationNs, $"a{index}"));
        var all = string.Concat(Enumerable.Range(0, count).Select(index => $"[a{index}]"));
        return $"{string.Join(';', aligned)};{all}amix=inputs={count}:normalize=0:duration=longest:dropout_transition=0,"
            + $"aformat=sample_fmts=fltp:channel_layouts=mono[{label}]";
    }
}
