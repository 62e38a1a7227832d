namespace RecordsManager.Application.Integrity;

/// <summary>Keeps the reading below its rate: whoever plays a recording comes first.</summary>
public sealed class ScrubPace(IntegrityOptions options, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _booking = new();
    private TimeSpan _booked;

    /// <summary>Books the time that so many bytes take, and waits until the time booked before has passed.</summary>
    public async Task Take(long bytes, CancellationToken ct)
    {
        if (Book(bytes, clock.GetElapsedTime(_start)) is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }
    }

    /// <param name="now">Since the start.</param>
    /// <returns>How long to wait. Time in which nothing was read is not made up for.</returns>
    internal TimeSpan Book(long bytes, TimeSpan now)
    {
        lock (_booking)
        {
            var from = _booked > now ? _booked : now;
            _booked = from + TimeSpan.FromSeconds((double)bytes / options.BytesPerSecond);
            return from - now;
        }
    }
}
