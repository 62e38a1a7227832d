using System.Globalization;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Words;

/// <summary>Numbers as people read them.</summary>
public static class Figures
{
    private static readonly string[] Small = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>0:51, 42:18, 1:04:55.</summary>
    public static string Clock(long ms)
    {
        var time = TimeSpan.FromMilliseconds(ms);
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
    }

    /// <summary>For screen readers: 2 minutes 5 seconds.</summary>
    public static string Spoken(long ms)
    {
        var time = TimeSpan.FromMilliseconds(ms);
        List<string> parts = [];
        if (time.TotalHours >= 1)
        {
            parts.Add(Count((int)time.TotalHours, "hour"));
        }

        if (time.Minutes > 0)
        {
            parts.Add(Count(time.Minutes, "minute"));
        }

        if (time.Seconds > 0 || parts.Count == 0)
        {
            parts.Add(Count(time.Seconds, "second"));
        }

        return string.Join(' ', parts);
    }

    /// <summary>For a track whose own clock was off.</summary>
    public static string Drift(ClockDrift drift) => string.Create(
        CultureInfo.InvariantCulture,
        $"Clock {Math.Abs(drift.Ppb) / 1e3:0.0}{(drift.UncertaintyPpb > 0 ? $" ± {drift.UncertaintyPpb / 1e3:0.0}" : "")} ppm {(drift.Ppb > 0 ? "slow" : "fast")}, corrected");

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>Small numbers in words.</summary>
    public static string Word(int count) => count < Small.Length ? Small[count] : count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A, B and C.</summary>
    public static string And(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + " and " + words[^1],
    };

    /// <summary>An attribute of a drawing, in per cent of the recording's length.</summary>
    public static string Percent(double part, double whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole <= 0 ? 0 : 100 * part / whole):0.###}%");

    public static string Period(string iso)
    {
        var (number, unit) = PeriodParts(iso);
        return unit switch { "D" => Count(number, "day"), "M" => Count(number, "month"), "Y" => Count(number, "year"), _ => iso };
    }

    /// <summary>P90D as 90 and D; a mixed period as 0 and nothing.</summary>
    public static (int Number, string Unit) PeriodParts(string iso) =>
        iso.Length > 2 && int.TryParse(iso.AsSpan(1, iso.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, iso[^1..])
            : (0, "");
}
