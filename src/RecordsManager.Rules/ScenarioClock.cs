using System.Globalization;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Rules;

/// <summary>Times of a case: ISO 8601 durations from the start of its call.</summary>
/// <param name="Start">Of the call.</param>
internal sealed record ScenarioClock(DateTimeOffset Start)
{
    private const string Expected = "expected an ISO 8601 duration from the start of the call";

    public static DateTimeOffset Day(Node text) => Instant(text) ?? throw text.Wrong("expected a date (2026-11-02) or a time in UTC");

    public DateTimeOffset Time(Node text) => TimeOrNull(text) ?? throw text.Wrong(Expected);

    public DateTimeOffset? TimeOrNull(Node text) =>
        text.TextOrNull() is not { } iso ? null : CalendarSpan.TryParse(iso, out var span) ? span.After(Start) : throw text.Wrong(Expected);

    /// <summary>A duration like every time of a case, or a date of the calendar, which begins the day.</summary>
    public DateTimeOffset? TimeOrDate(Node text) =>
        text.TextOrNull() is not { } iso ? null : Instant(text) ?? (CalendarSpan.TryParse(iso, out var span) ? span.After(Start) : throw text.Wrong($"{Expected}, or a date"));

    /// <summary>The time with which a thing ends; a date is its last day.</summary>
    public DateTimeOffset? EndOrLastDay(Node text) => TimeOrDate(text) is { } time ? IsDate(text) ? time.AddDays(1) : time : null;

    private static bool IsDate(Node text) => DateOnly.TryParseExact(text.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static DateTimeOffset? Instant(Node text) =>
        DateTimeOffset.TryParseExact(text.Text(), ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
