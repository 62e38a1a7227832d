using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Rtp;

/// <summary>
/// What the times of arrival tell of a sender's clock. A packet comes late, never early, so that of every few seconds only
/// the one that was held up least says something. The drift is the median of the slopes between those that lie far apart
/// (Theil-Sen): a minute of congestion or one damaged time stamp moves it little. Bounded memory, however long the call.
/// </summary>
internal sealed class ArrivalFit(int clockRate)
{
    private const long Second = 1_000_000_000;

    /// <summary>In less the wandering of the network is larger than what clocks are off.</summary>
    private const long ShortestNs = 300 * Second;
    private const int Fewest = 30;
    private const int Most = 512;

    /// <summary>Beyond it nothing is corrected: the estimate would do more harm than the drift.</summary>
    private const double MostUncertainPpm = 20;

    /// <summary>A first packet that was held up longer was not held up, it belongs to something else.</summary>
    private const long LatestFirstNs = Second / 2;

    private readonly SortedDictionary<long, Least> _intervals = [];
    private RtpClock? _clock;
    private long _intervalNs = 5 * Second;

    /// <param name="rtp">As it stood in the packet.</param>
    /// <param name="arrivedMs">After the first packet.</param>
    public void Arrived(uint rtp, uint arrivedMs)
    {
        _clock ??= new RtpClock(rtp);
        var ownNs = (long)((Int128)_clock.Unwrap(rtp) * Second / clockRate);
        Take(new Least(ownNs, (arrivedMs * 1_000_000L) - ownNs));
        if (_intervals.Count > Most)
        {
            var finer = _intervals.Values.ToList();
            _intervals.Clear();
            _intervalNs *= 2;
            finer.ForEach(Take);
        }
    }

    private void Take(Least one)
    {
        var interval = one.OwnNs / _intervalNs;
        if (!_intervals.TryGetValue(interval, out var least) || one.LateNs < least.LateNs)
        {
            _intervals[interval] = one;
        }
    }

    /// <returns>Null where the call was too short, or the network too unsteady, to tell.</returns>
    public Estimate? Estimated()
    {
        var points = _intervals.Values.ToList();
        if (points.Count < Fewest || points[^1].OwnNs - points[0].OwnNs is var spanNs && spanNs < ShortestNs)
        {
            return null;
        }

        var slope = Median(
            from early in points
            from late in points
            where late.OwnNs - early.OwnNs > spanNs / 4
            select (double)(late.LateNs - early.LateNs) / (late.OwnNs - early.OwnNs));
        var rests = points.Select(p => p.LateNs - (slope * p.OwnNs)).Order().ToList();
        // nine in ten of what was held up least lie within so much of each other: one end may be off by that against the other
        var spread = rests[rests.Count * 95 / 100] - rests[rests.Count * 5 / 100];
        var (ppm, uncertainPpm) = (slope * 1e6, spread / spanNs * 1e6);
        return uncertainPpm > MostUncertainPpm ? null : new Estimate(ppm, uncertainPpm, Math.Clamp(-(long)rests[rests.Count / 2], 0, LatestFirstNs));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <param name="OwnNs">On the sender's clock.</param>
    /// <param name="LateNs">How much later it came than the first packet, had both clocks run alike.</param>
    private readonly record struct Least(long OwnNs, long LateNs);

    /// <param name="UncertainPpm">Either way.</param>
    /// <param name="FirstLateNs">How much longer the first packet, by which the track is placed, was on its way than those that were held up least.</param>
    internal sealed record Estimate(double Ppm, double UncertainPpm, long FirstLateNs)
    {
        /// <summary>What is to be corrected: nothing where it may as well be none, or where it is no clock's.</summary>
        public ClockDrift Drift => Math.Abs(Ppm) > UncertainPpm ? ClockDrift.OfPpm(Ppm, UncertainPpm) ?? default : default;

        /// <summary>Farther off than any clock.</summary>
        public bool IsNoClock => ClockDrift.OfPpm(Ppm) is null;
    }
}
