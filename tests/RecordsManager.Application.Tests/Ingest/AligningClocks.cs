using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Ingest;

public sealed class AligningClocks : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_drift_of_a_track_is_kept_told_and_corrected_in_what_is_made_of_it()
    {
        var recording = await Bench.Ingest(new Call("drifting", Bench.Clock.GetUtcNow(), "ada") { DriftPpm = 150 });
        Bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        await Bench.Derive();

        var track = (await Bench.Recording(recording.Id)).TrackOf(0);
        Assert.Equal(new ClockDrift(150_000), track.Drift);
        Assert.InRange(track.Extent.LengthNs - track.DurationNs, 299_000, 305_000); // 150 ppm of two seconds
        Assert.True(track.IsWhole);
        Assert.Equal(new ClockDrift(150_000), Assert.Single((await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Tracks).Drift);
        var made = await Bench.Read(db => db.Derivatives.Where(d => d.Recording == recording.Id).ToListAsync(Ct));
        Assert.Equal([DerivativeKind.Stem, DerivativeKind.Mix, DerivativeKind.Waveform], made.Where(d => d.State == DerivativeState.Ready).Select(d => d.Kind).Order());
    }
}
