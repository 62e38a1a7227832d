using System.Globalization;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.Rendering;

/// <summary>
/// ITU-R BS.1770 as ffmpeg's <c>ebur128</c> measures it, read from the frames' metadata on stdout (its summary is
/// printed at a log level that would bring everything else along). The last values stand for the whole.
/// </summary>
internal sealed class Loudness(long durationNs, Action<double> onProgress)
{
    public const string Filter = "ebur128=metadata=1:peak=true,ametadata=mode=print:file=-";
    /// <summary>LUFS, the absolute gate: nothing was as loud as this.</summary>
    public const double Silent = -70;

    private const double NoPeak = -120;
    private const double LongestFrame = 0.25;
    private double _peak;
    private double _reached;

    public double Integrated { get; private set; } = Silent;

    public bool IsSilent => Integrated <= Silent;

    public double TruePeak => _peak > 0 ? Math.Max(NoPeak, 20 * Math.Log10(_peak)) : NoPeak;

    public void Read(string line)
    {
        if (line.StartsWith("frame:", StringComparison.Ordinal))
        {
            _reached = Value(line, "pts_time:") ?? _reached;
            onProgress(Math.Clamp(_reached * 1e9 / durationNs, 0, 1));
        }
        else if (Value(line, "lavfi.r128.I=") is { } integrated)
        {
            Integrated = Math.Max(Silent, integrated);
        }
        else if (Value(line, "lavfi.r128.true_peak=") is { } peak)
        {
            _peak = peak;
        }
    }

    /// <exception cref="RenderFailedException">Less was measured than there is.</exception>
    public Loudness Checked() => _reached >= (durationNs / 1e9) - LongestFrame
        ? this
        : throw new RenderFailedException("The loudness was measured on a part only.");

    private static double? Value(string line, string key)
    {
        var at = line.IndexOf(key, StringComparison.Ordinal);
        return at >= 0
            && double.TryParse(line.AsSpan(at + key.Length), CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;
    }
}
