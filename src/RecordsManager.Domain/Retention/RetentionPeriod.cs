using System.Globalization;
using System.Text.RegularExpressions;

namespace RecordsManager.Domain.Retention;

/// <summary>
/// A period of the calendar (ISO 8601, <c>P1Y6M</c>, <c>P90D</c>), not a number of hours: it ends at the end of a day in the
/// organization's time zone, so that daylight saving and leap days neither shorten nor lengthen it.
/// </summary>
public sealed partial record RetentionPeriod(int Years, int Months, int Days)
{
    public static Result<RetentionPeriod> Parse(string? text)
    {
        var match = Iso().Match(text ?? "");
        if (!match.Success || text is null || text.Length < 3)
        {
            return RetentionErrors.PeriodMalformed;
        }

        return new RetentionPeriod(Part(match, "years"), Part(match, "months"), Part(match, "days"));
    }

    /// <summary>The instant at which the period is over: midnight after the last kept day.</summary>
    public DateTimeOffset EndAfter(DateTimeOffset trigger, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(trigger, zone).DateTime);
        var lastDay = day.AddMonths((Years * 12) + Months).AddDays(Days);
        return MidnightAfter(lastDay, zone);
    }

    public override string ToString()
    {
        var text = string.Concat(Written(Years, 'Y'), Written(Months, 'M'), Written(Days, 'D'));
        return text.Length == 0 ? "P0D" : "P" + text;
    }

    private static DateTimeOffset MidnightAfter(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.AddDays(1).ToDateTime(TimeOnly.MinValue);

        // Some zones change at midnight: then the day begins when the clock has moved on.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string Written(int value, char unit) =>
        value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture) + unit;

    private static int Part(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^P(?:(?<years>[0-9]{1,3})Y)?(?:(?<months>[0-9]{1,4})M)?(?:(?<days>[0-9]{1,5})D)?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
