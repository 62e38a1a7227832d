using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace RecordsManager.Domain.Consent;

/// <summary>An ISO 8601 duration (<c>P2Y1D</c>, <c>PT8M5S</c>): years and months by the calendar, the rest exact.</summary>
public sealed partial record CalendarSpan(int Months, int Days, TimeSpan Time)
{
    public bool IsZero => Months == 0 && Days == 0 && Time == TimeSpan.Zero;

    public static bool TryParse(string? text, out CalendarSpan span)
    {
        var match = Iso().Match(text ?? "");
        span = new CalendarSpan(0, 0, TimeSpan.Zero);
        if (!match.Success || text!.EndsWith('P') || text.EndsWith('T'))
        {
            return false;
        }

        span = new CalendarSpan(
            (Part(match, "years") * 12) + Part(match, "months"),
            (Part(match, "weeks") * 7) + Part(match, "days"),
            new TimeSpan(Part(match, "hours"), Part(match, "minutes"), 0) + TimeSpan.FromSeconds(match.Groups["seconds"].Success ? double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture) : 0));
        return true;
    }

    public DateTimeOffset After(DateTimeOffset start) => start.AddMonths(Months).AddDays(Days).Add(Time);

    /// <summary>As ISO 8601 writes it.</summary>
    public override string ToString()
    {
        var date = Part(Months / 12, 'Y') + Part(Months % 12, 'M') + Part(Days, 'D');
        return Time == TimeSpan.Zero ? IsZero ? "P0D" : "P" + date : "P" + date + XmlConvert.ToString(Time)[1..];
    }

    private static string Part(int count, char unit) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture) + unit;

    private static int Part(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^P(?:(?<years>[0-9]{1,3})Y)?(?:(?<months>[0-9]{1,4})M)?(?:(?<weeks>[0-9]{1,4})W)?(?:(?<days>[0-9]{1,5})D)?(?:T(?:(?<hours>[0-9]{1,5})H)?(?:(?<minutes>[0-9]{1,6})M)?(?:(?<seconds>[0-9]{1,7}(?:\\.[0-9]{1,9})?)S)?)?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
