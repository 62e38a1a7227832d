using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class CorrectingAClock
{
    private const long Hour = 3_600_000_000_000;

    [Fact]
    public void Makes_a_slow_clock_s_hour_longer_and_a_fast_one_s_shorter()
    {
        Assert.Equal([Hour + 180_000_000, Hour - 180_000_000, Hour], new[] { 50.0, -50.0, 0 }.Select(ppm => ClockDrift.OfPpm(ppm)!.Value.OnTimeline(Hour)));
    }

    [Fact]
    public void Leaves_what_nobody_notices_and_knows_what_is_no_clock()
    {
        Assert.Equal((0, 1_000, 200_000), (ClockDrift.OfPpm(0.99)!.Value.Ppb, ClockDrift.OfPpm(1)!.Value.Ppb, ClockDrift.OfPpm(200)!.Value.Ppb));
        Assert.All([200.1, -201, double.NaN, double.PositiveInfinity], ppm => Assert.Null(ClockDrift.OfPpm(ppm)));
    }

    /// <summary>A window is cut from the medium: neither end may reach a nanosecond of the timeline that lies outside.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    [InlineData(-50_000)]
    [InlineData(199_999)]
    [InlineData(-200_000)]
    public void Finds_of_a_window_what_lies_in_it_and_no_more(int ppb)
    {
        var recording = A.KeptRecording(A.Now.AddDays(9), A.Person());
        var medium = A.Medium() with { OffsetNs = 1_234_567_891, DurationNs = Hour, Drift = new ClockDrift(ppb) };
        var track = recording.Attach(TrackId.New(A.Now), recording.Participants[0], "long", medium, [], A.Now.AddDays(14));

        Assert.Equal(new Stretch(medium.OffsetNs, medium.OffsetNs + medium.Drift.OnTimeline(Hour)), track.Extent);
        Assert.Equal((track.Extent, track.Extent.ToNs), (Assert.Single(track.Covered()), recording.DurationNs));
        Assert.InRange(track.InMedium(track.Extent).LengthNs, Hour - 1, Hour + 1);
        for (var at = 0L; at < Hour - 60_000_000_000; at += 59_999_999_989)
        {
            var window = new Stretch(medium.OffsetNs + at, medium.OffsetNs + at + 30_000_000_007);
            var inside = track.InMedium(window);
            Assert.InRange(medium.OffsetNs + medium.Drift.OnTimeline(inside.FromNs), window.FromNs, window.FromNs + 2);
            Assert.InRange(medium.OffsetNs + medium.Drift.OnTimeline(inside.ToNs), window.ToNs - 2, window.ToNs);
        }
    }
}
