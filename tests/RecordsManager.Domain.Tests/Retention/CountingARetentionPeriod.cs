using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Retention;

public sealed class CountingARetentionPeriod
{
    [Theory]
    [InlineData("P90D", 0, 0, 90)]
    [InlineData("P6M", 0, 6, 0)]
    [InlineData("P1Y", 1, 0, 0)]
    [InlineData("P7Y6M15D", 7, 6, 15)]
    [InlineData("P0D", 0, 0, 0)]
    public void Reads_the_calendar_periods_of_ISO_8601(string text, int years, int months, int days) =>
        Assert.Equal(new RetentionPeriod(years, months, days), RetentionPeriod.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PD")]
    [InlineData("90")]
    [InlineData("90D")]
    [InlineData("P90")]
    [InlineData("p90d")]
    [InlineData("P-1D")]
    [InlineData("P1.5Y")]
    [InlineData("P1D1Y")]
    [InlineData("PT24H")]
    [InlineData("P1YT1H")]
    [InlineData("P1W")]
    [InlineData("P100000D")]
    [InlineData(" P90D")]
    [InlineData("P90D ")]
    [InlineData("P90D\n")]
    [InlineData("P٩٠D")]
    public void Refuses_everything_else(string? text) =>
        Assert.Equal(RetentionErrors.PeriodMalformed, RetentionPeriod.Parse(text).Error);

    [Theory]
    [InlineData("P0Y0M0D", "P0D")]
    [InlineData("P0Y6M", "P6M")]
    [InlineData("P030D", "P30D")]
    public void Is_written_in_one_way_only(string read, string written) =>
        Assert.Equal(written, RetentionPeriod.Parse(read).Value.ToString());

    [Theory]
    // Europe/Berlin: clocks forward on 2026-03-29, back on 2026-10-25. The end is midnight of the wall clock on either side.
    [InlineData("Europe/Berlin", "2026-03-01T09:00:00Z", "P28D", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-01T09:00:00Z", "P27D", "2026-03-28T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-01T09:00:00Z", "P23D", "2026-10-24T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-01T09:00:00Z", "P24D", "2026-10-25T23:00:00Z")]
    // America/New_York: forward on 2026-03-08, back on 2026-11-01.
    [InlineData("America/New_York", "2026-02-08T17:00:00Z", "P1M", "2026-03-09T04:00:00Z")]
    [InlineData("America/New_York", "2026-02-08T17:00:00Z", "P27D", "2026-03-08T05:00:00Z")]
    [InlineData("America/New_York", "2026-10-02T17:00:00Z", "P30D", "2026-11-02T05:00:00Z")]
    [InlineData("America/New_York", "2026-10-01T17:00:00Z", "P30D", "2026-11-01T04:00:00Z")]
    public void Ends_at_midnight_of_the_wall_clock_on_both_sides_of_a_clock_change(string zone, string trigger, string period, string end) =>
        Assert.Equal(At(end), End(period, trigger, zone));

    [Theory]
    // The day of the call is the day there: 23:30 UTC is the next morning in Berlin and the same evening in New York.
    [InlineData("Europe/Berlin", "2026-06-10T22:30:00Z", "2026-06-12T22:00:00Z")]
    [InlineData("America/New_York", "2026-06-10T22:30:00Z", "2026-06-12T04:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-06-10T22:30:00Z", "2026-06-12T10:00:00Z")]
    public void Counts_from_the_local_day_of_the_call(string zone, string trigger, string end) =>
        Assert.Equal(At(end), End("P1D", trigger, zone));

    [Theory]
    // Midnight of these days was skipped: the day began at one o'clock.
    [InlineData("America/Sao_Paulo", "2018-10-04T15:00:00Z", "P30D", "2018-11-04T03:00:00Z")]
    [InlineData("Asia/Beirut", "2022-02-24T15:00:00Z", "P1M2D", "2022-03-26T22:00:00Z")]
    [InlineData("Africa/Cairo", "2026-03-24T15:00:00Z", "P30D", "2026-04-23T22:00:00Z")]
    public void Ends_when_the_next_day_begins_where_midnight_does_not_exist(string zone, string trigger, string period, string end) =>
        Assert.Equal(At(end), End(period, trigger, zone));

    [Fact]
    public void Does_not_end_before_the_day_is_over_where_midnight_comes_twice()
    {
        // America/Havana goes back from 01:00 to 00:00 on 2026-11-01, at 05:00 UTC.
        var end = End("P30D", "2026-10-01T15:00:00Z", "America/Havana");

        Assert.InRange(end, At("2026-11-01T04:00:00Z"), At("2026-11-01T05:00:00Z"));
    }

    [Theory]
    [InlineData("2024-02-29", "P1Y", "2025-02-28")]
    [InlineData("2024-02-29", "P4Y", "2028-02-29")]
    [InlineData("2023-02-28", "P1Y", "2024-02-28")]
    [InlineData("2024-02-28", "P1D", "2024-02-29")]
    [InlineData("2023-02-28", "P1D", "2023-03-01")]
    [InlineData("2026-01-31", "P1M", "2026-02-28")]
    [InlineData("2028-01-31", "P1M", "2028-02-29")]
    [InlineData("2026-08-31", "P6M", "2027-02-28")]
    [InlineData("2027-12-31", "P2M1D", "2028-03-01")]
    public void Keeps_through_the_same_day_of_the_month_or_its_last_day(string day, string period, string lastKeptDay) =>
        Assert.Equal(At(lastKeptDay + "T00:00:00Z").AddDays(1), End(period, day + "T12:00:00Z", "Etc/UTC"));

    /// <summary>Whatever the zone, the moment and the period: the wall clock there has gone through every promised day.</summary>
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Beirut")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Africa/Casablanca")]
    [InlineData("America/Havana")]
    [InlineData("Asia/Kolkata")]
    public void Is_never_shorter_than_its_days_and_never_longer_by_more_than_one(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        Prop.ForAll(
            Gen.Choose(0, 60 * 24 * 366 * 30).ToArbitrary(),
            Gen.Choose(0, 4000).ToArbitrary(),
            (minutes, days) =>
            {
                var trigger = At("2005-01-01T00:00:00Z").AddMinutes(minutes);
                var end = TimeZoneInfo.ConvertTime(new RetentionPeriod(0, 0, days).EndAfter(trigger, zone), zone).DateTime;
                var promised = TimeZoneInfo.ConvertTime(trigger, zone).DateTime.AddDays(days);

                return end > promised && end <= promised.AddDays(1).AddHours(1);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ends_later_when_anything_is_added() => Prop.ForAll(
        Gen.Choose(0, 60 * 24 * 366 * 4).ToArbitrary(),
        Gen.Choose(0, 400).ToArbitrary(),
        (minutes, days) =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
            var trigger = At("2024-01-01T00:00:00Z").AddMinutes(minutes);
            var end = new RetentionPeriod(0, 0, days).EndAfter(trigger, zone);

            return new RetentionPeriod(0, 0, days + 1).EndAfter(trigger, zone) > end
                && new RetentionPeriod(0, 1, days).EndAfter(trigger, zone) > end
                && new RetentionPeriod(1, 0, days).EndAfter(trigger, zone) > end;
        }).QuickCheckThrowOnFailure();

    private static DateTimeOffset End(string period, string trigger, string zone) =>
        RetentionPeriod.Parse(period).Value.EndAfter(At(trigger), TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
