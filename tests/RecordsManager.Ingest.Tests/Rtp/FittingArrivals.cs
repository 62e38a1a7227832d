using RecordsManager.Ingest.Rtp;
using RecordsManager.Ingest.Tests.Support;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Rtp;

/// <summary>Packets of 20 ms whose sender's clock is off, through networks of all kinds.</summary>
public sealed class FittingArrivals
{
    [Theory]
    [InlineData(60, 50)]
    [InlineData(60, -50)]
    [InlineData(60, 3)]
    [InlineData(10, 120)]
    [InlineData(120, -17.5)]
    public void Finds_the_drift_under_jitter_within_what_it_says_of_itself(int minutes, double ppm)
    {
        var dice = new Dice(7);

        var clock = Of(minutes, ppm, _ => Jitter(dice))!;

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{minutes} min, {ppm} ppm: {clock.Ppm:0.00} ± {clock.UncertainPpm:0.00}, first late by {clock.FirstLateNs / 1e6:0.0} ms"));
        Assert.Equal(ppm, clock.Ppm, clock.UncertainPpm);
        Assert.InRange(clock.UncertainPpm, 0.01, 15.0 / minutes);
        Assert.Equal((int)Math.Round(clock.Ppm * 1000), clock.Drift.Ppb);
    }

    /// <summary>40 ms more for eight minutes of the sixty, at their end.</summary>
    [Fact]
    public void Is_not_led_astray_by_congestion()
    {
        var dice = new Dice(9);

        var clock = Of(60, -40, at => Jitter(dice) + (at > 52 * 60 ? 40 : 0))!;

        Assert.Equal(-40, clock.Ppm, 3.0);
        Assert.True(Math.Abs(clock.Ppm + 40) <= clock.UncertainPpm);
    }

    [Fact]
    public void Knows_by_how_much_the_first_packet_was_held_up()
    {
        var dice = new Dice(11);

        var clock = Of(20, 30, at => at == 0 ? 180 : 5 + Jitter(dice))!;

        Assert.Equal(175, clock.FirstLateNs / 1e6, 2.0);
    }

    [Fact]
    public void Says_nothing_of_a_short_call_an_unsteady_network_or_an_even_clock_and_corrects_no_clock_that_is_none()
    {
        var dice = new Dice(13);

        Assert.Null(Of(4, 100, _ => Jitter(dice)));
        Assert.Null(Of(10, 50, at => 200 * Math.Abs(Math.Sin(at / 100))));
        Assert.Equal(0, Of(30, 0.2, _ => Jitter(dice))!.Drift.Ppb);
        var none = Of(30, 2500, _ => Jitter(dice))!;
        Assert.Equal((true, 0), (none.IsNoClock, none.Drift.Ppb));
    }

    /// <summary>The sender's clock stamps, Janus' clock tells arrival: in the header's time of the first packet, and in ms after it.</summary>
    [Fact]
    public async Task Moves_a_recording_of_Janus_and_leaves_its_medium_as_it_came()
    {
        const int packets = 30_000; // ten minutes
        const double ppm = 100;
        var dice = new Dice(17);
        var late = Enumerable.Range(0, packets).Select(i => i == 0 ? 90 : 5 + Jitter(dice)).ToList();
        var speech = Mjr.Opus(packets).Where((_, i) => i is < 15_000 or >= 20_000); // silence of 100 s without packets
        var mjr = Mjr.Timed(Mjr.Audio, speech.Select(p => (p, ArrivedMs(Number(p), ppm, late) - ArrivedMs(1, ppm, late))));

        var call = await Read.Janus(Mjr.Delivery("audio", mjr));

        var track = Assert.Single(call.Tracks);
        Assert.Equal(ppm, track.Drift.Ppb / 1e3, 3.0);
        Assert.InRange(track.Drift.UncertaintyPpb, 1, 10_000);
        Assert.Equal(100 - 85, track.OffsetNs / 1e6, 3.0); // it was held up 85 ms longer than those that came through best
        Assert.Equal(600_000_000_000, track.DurationNs);
        Assert.Equal(600.06, (call.DurationNs - track.OffsetNs) / 1e9, 0.003);
        var gap = Assert.Single(track.Gaps);
        Assert.Equal((300.03, 400.04), ((gap.FromNs - track.OffsetNs) / 1e9, (gap.ToNs - track.OffsetNs) / 1e9), new Within(0.003));
        var (times, _) = await Ffmpeg.On(track, Ffmpeg.PacketTimes);
        Assert.Equal(599.98, times[^1] - times[0], 0.0011);

        static int Number(byte[] rtp) => System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(rtp.AsSpan(2));
    }

    private static uint ArrivedMs(int sequence, double ppm, List<double> late) => (uint)(((sequence - 1) * 20 * (1 + (ppm / 1e6))) + late[sequence - 1]);

    private static ArrivalFit.Estimate? Of(int minutes, double ppm, Func<double, double> lateMs)
    {
        var fit = new ArrivalFit(48_000);
        var first = 0.0;
        for (var i = 0; i < minutes * 60 * 50; i++)
        {
            var ms = (i * 20 * (1 + (ppm / 1e6))) + lateMs(i / 50.0);
            first = i == 0 ? ms : first;
            fit.Arrived(unchecked(4_294_000_000 + ((uint)i * 960)), (uint)Math.Max(0, ms - first));
        }

        return fit.Estimated();
    }

    /// <summary>ms: mostly few, now and then many.</summary>
    private static double Jitter(Dice dice) => dice.Below(1000) switch { < 10 => 20 + dice.Below(80), var n => n / 1000.0 * n / 1000.0 * 12 };

    private sealed class Within(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) <= tolerance && Math.Abs(x.Item2 - y.Item2) <= tolerance;

        public int GetHashCode((double, double) obj) => 0;
    }
}
