using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>Audio tracks on the recording's timeline: mono, 48 kHz, exactly as long as the recording.</summary>
internal static class AudioGraph
{
    private const int Rate = 48_000;

    /// <summary>5 ms, inside the window: an edge within a word must not click.</summary>
    private const int FadeSamples = Rate / 200;

    public static IEnumerable<string> Inputs(GatewayJob job, IEnumerable<AudioInput> inputs, MediaOptions options) =>
        inputs.SelectMany(input => (string[])
        [
            .. Arguments.Reach(options), "-threads", "1",
            "-itsoffset", Arguments.Seconds(input.Drift.InMedium(input.OffsetNs) - input.FirstTimestampNs),
            "-f", input.Container, "-i", job.Offer(new ObjectSource(input.Media, options.ReadLimit)),
        ]);

    /// <summary>
    /// Fills DTX gaps from 10 ms on (packets have 20) and the time before the join with silence. Stereo is averaged:
    /// swresample's own downmix of equal channels would be 3 dB louder and could clip.
    /// </summary>
    public static string Align(int index, AudioInput input, long durationNs, string label)
    {
        var seconds = Arguments.Seconds(durationNs);
        return $"[{index}:a:0]aresample=48000:async=1:min_hard_comp=0.010:first_pts=0:rematrix_maxval=1,"
            + $"aformat=sample_fmts=fltp:channel_layouts=mono{Stretched(input.Drift)}{Within(input.Windows)},apad=whole_dur={seconds},atrim=end={seconds}[{label}]";
    }

    /// <summary>
    /// Up to here everything lies in the medium's own time, counted so that zero is the timeline's; from here on the sound is
    /// longer or shorter by the drift, as by a resampler between two rates of which only the ratio counts. It takes whole rates,
    /// and no more than 2^20 of them beside its 1024 phases: the fraction of that size that is nearest is off by less than
    /// a millisecond in a month. (Left to <c>async</c>, sound would be cut or filled with 10 ms every few minutes.)
    /// </summary>
    private static string Stretched(ClockDrift drift)
    {
        if (drift.IsNone)
        {
            return string.Empty;
        }

        const int highest = 1 << 20;
        var much = Math.Abs(drift.Ppb) / 1e9;
        var difference = Math.Max(1, (int)(much * highest));
        var from = (int)Math.Round(difference / much);
        return string.Create(CultureInfo.InvariantCulture, $",asetrate={from},aresample={from + (Math.Sign(drift.Ppb) * difference)},asetrate={Rate}");
    }

    /// <summary>
    /// Every sample outside the windows times zero. <c>aeval</c> counts samples from the timeline's start; <c>volume</c> with
    /// <c>enable</c> would decide once for each frame of the codec and let 20 ms too much through.
    /// </summary>
    private static string Within(IReadOnlyList<Stretch>? windows)
    {
        if (windows is null)
        {
            return string.Empty;
        }

        // A sample belongs to the window when its whole moment does.
        var gains = windows.Select(w => (From: Sample(w.FromNs, up: true), To: Sample(w.ToNs, up: false)))
            .Select(w => string.Create(CultureInfo.InvariantCulture, $"clip(min(n-({w.From})\\,{w.To - 1}-n)/{FadeSamples}\\,0\\,1)"));
        return $",aeval=exprs=val(0)*({string.Join('+', gains.DefaultIfEmpty("0"))}):channel_layout=same";
    }

    private static long Sample(long ns, bool up)
    {
        var samples = (decimal)ns * Rate / 1_000_000_000;
        return (long)(up ? decimal.Ceiling(samples) : decimal.Floor(samples));
    }

    /// <summary>One participant's tracks (one for each stretch of presence) as one voice; a single one needs no mixing.</summary>
    public static string Voice(IReadOnlyList<AudioInput> inputs, long durationNs, string label) =>
        inputs.Count == 1 ? Align(0, inputs[0], durationNs, label) : Mix(inputs, durationNs, label);

    /// <summary>The sum of all voices, not scaled: with <c>normalize</c> the level would jump as inputs end.</summary>
    public static string Mix(IReadOnlyList<AudioInput> inputs, long durationNs, string label)
    {
        var aligned = inputs.Select((input, index) => Align(index, input, durationNs, $"a{index}"));
        var all = string.Concat(Enumerable.Range(0, inputs.Count).Select(index => $"[a{index}]"));
        return $"{string.Join(';', aligned)};{all}amix=inputs={inputs.Count}:normalize=0:duration=longest:dropout_transition=0,"
            + $"aformat=sample_fmts=fltp:channel_layouts=mono[{label}]";
    }
}
