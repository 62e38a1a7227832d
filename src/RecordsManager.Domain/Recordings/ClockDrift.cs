namespace RecordsManager.Domain.Recordings;

/// <summary>
/// How much a medium's own clock is behind the recording's timeline: a second of the medium lasts 1 s + <see cref="Ppb"/> ns.
/// Without it, devices of 50 ppm either way are 360 ms apart after an hour.
/// </summary>
/// <param name="Ppb">Parts per billion; 0 where the source tells nothing, or nothing that could be heard.</param>
/// <param name="UncertaintyPpb">How far an estimate may be off either way; 0 where the source stated the drift.</param>
public readonly record struct ClockDrift(int Ppb, int UncertaintyPpb = 0)
{
    /// <summary>Devices are within 100 ppm; what is farther off lost media, or is no clock.</summary>
    public const double MostPpm = 200;

    /// <summary>4 ms in an hour: nobody hears or sees it.</summary>
    private const double LeastPpm = 1;

    private const long One = 1_000_000_000;

    public bool IsNone => Ppb == 0;

    /// <summary>Seconds of the timeline for each of the medium.</summary>
    public double Factor => 1 + (Ppb / (double)One);

    /// <returns>Null where no clock is that far off.</returns>
    public static ClockDrift? OfPpm(double ppm, double uncertaintyPpm = 0) =>
        !(Math.Abs(ppm) <= MostPpm) ? null
        : Math.Abs(ppm) < LeastPpm ? default(ClockDrift)
        : new ClockDrift((int)Math.Round(ppm * 1000), (int)Math.Ceiling(uncertaintyPpm * 1000));

    /// <summary>How long something of the medium lasts on the timeline, ns.</summary>
    public long OnTimeline(long mediumNs) => mediumNs + (long)((Int128)mediumNs * Ppb / One);

    /// <summary>Where the medium is when so much of the timeline has gone by since its start, ns; rounded down.</summary>
    public long InMedium(long timelineNs)
    {
        var medium = (long)((Int128)timelineNs * One / (One + Ppb)) + 1;
        while (OnTimeline(medium) > timelineNs)
        {
            medium--;
        }

        return medium;
    }
}
