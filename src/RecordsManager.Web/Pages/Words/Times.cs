using System.Globalization;

namespace RecordsManager.Web.Pages.Words;

/// <summary>
/// Instants as the server writes them: in UTC, and said so. js/times.js writes the same shapes in the reader's zone.
/// Shapes: day, date, moment, long, second, clock; with <c>last-</c> the last day before the instant.
/// </summary>
public static class Times
{
    private const string Last = "last-";

    public static string Write(DateTimeOffset at, string shape, DateTimeOffset now, CultureInfo? culture = null, bool zone = true)
    {
        var utc = Shifted(at, shape).UtcDateTime;
        var year = utc.Year == now.UtcDateTime.Year ? "" : " yyyy";
        var format = shape.Replace(Last, "", StringComparison.Ordinal) switch
        {
            "day" => "d MMM yyyy",
            "date" => "d MMMM yyyy",
            "moment" => $"d MMM{year}, HH:mm",
            "long" => "d MMMM yyyy, HH:mm",
            "second" => $"d MMM{year}, HH:mm:ss",
            "clock" => "HH:mm:ss",
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "No such shape."),
        };
        var text = utc.ToString(format, culture ?? CultureInfo.InvariantCulture);
        return zone && format.Contains("HH", StringComparison.Ordinal) ? text + " UTC" : text;
    }

    /// <summary>A retention ends at midnight: people name the day before it.</summary>
    public static DateTimeOffset Shifted(DateTimeOffset at, string shape) =>
        shape.StartsWith(Last, StringComparison.Ordinal) ? at.AddSeconds(-1) : at;

    public static string Exact(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
