using System.Globalization;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Sharing;

/// <summary>Which parts were played, in whole seconds of the recording: <c>0-12,30-45</c>. A second that was begun counts.</summary>
public static class WatchedRanges
{
    public const int Most = 100;

    private const long Second = 1_000_000_000;

    /// <param name="within">What the link plays.</param>
    /// <param name="played">Seconds after the beginning of <paramref name="within"/>.</param>
    /// <returns>What of it lies within, its first <see cref="Most"/> stretches; null: nothing does.</returns>
    public static string? Write(Stretch within, IEnumerable<(double From, double To)> played)
    {
        var length = within.LengthNs / (double)Second;
        var inside = played.Select(p => (From: Math.Clamp(p.From, 0, length), To: Math.Clamp(p.To, 0, length))).Where(p => p.From < p.To); // of a NaN nothing is left
        var whole = Stretch.Union(inside.Select(p => new Stretch(
            (long)Math.Floor((within.FromNs / (double)Second) + p.From) * Second,
            (long)Math.Ceiling((within.FromNs / (double)Second) + p.To) * Second)));
        return whole.Count == 0 ? null : string.Join(',', whole.Take(Most).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.FromNs / Second}-{s.ToNs / Second}")));
    }

    /// <summary>Of several entries together.</summary>
    public static IReadOnlyList<Stretch> Read(IEnumerable<string> written) => Stretch.Union(written.SelectMany(w => w.Split(',')).Select(range =>
    {
        var ends = range.Split('-');
        return new Stretch(long.Parse(ends[0], CultureInfo.InvariantCulture) * Second, long.Parse(ends[1], CultureInfo.InvariantCulture) * Second);
    }));
}
