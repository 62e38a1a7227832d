namespace RecordsManager.Domain.Deliveries;

/// <summary>
/// How long a delivery waits that could not be worked off: twice as long each time, up to a quarter of a day. Sixteen times are
/// about two days, long enough for somebody to mend what is broken; then it says so and waits for a person.
/// </summary>
public static class Backoff
{
    /// <summary>Setbacks after which it is not tried again by itself.</summary>
    public const int Most = 16;

    private const int FreeInterruptions = 5;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <param name="setbacks">How many there were, at least 1.</param>
    /// <returns>Null: once too often.</returns>
    public static TimeSpan? After(int setbacks) =>
        setbacks >= Most ? null : TimeSpan.FromTicks(Math.Min(First.Ticks << (setbacks - 1), Longest.Ticks));

    /// <inheritdoc cref="After"/>
    public static TimeSpan? AfterInterruption(int setbacks) =>
        setbacks <= FreeInterruptions ? TimeSpan.Zero : After(setbacks);
}
