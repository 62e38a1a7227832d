using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Recordings;

/// <summary>Somebody leaves and comes back: to whoever watches they are one person.</summary>
public sealed class ComingBack : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_one_lane_with_two_intervals_and_one_voice()
    {
        var recording = await Bench.IngestAgreed(new Call("twice", Bench.Clock.GetUtcNow(), "ada", "bao") { ComesBack = TimeSpan.FromSeconds(3) });
        Assert.Equal(Result.Ok, await Bench.SendAsSystem(new MakeDerivatives.Command(recording.Id)));

        var lanes = (await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Call.Lanes;
        Assert.Equal(["ada by name", "bao by name"], lanes.Select(l => l.Person.DisplayName));
        Assert.All(lanes, lane => Assert.Equal([new Span(0, 2000), new Span(3000, 5000)], lane.Presence));

        var stems = await Bench.Read(db => db.Derivatives.Where(d => d.Recording == recording.Id && d.Kind == DerivativeKind.Stem).ToListAsync(Ct));
        Assert.Equal(4, recording.Tracks.Count);
        Assert.All(stems, stem => Assert.Equal((2, DerivativeState.Ready), (stem.Tracks.Count, stem.State)));

        // a tone while they are there, silence between
        var peaks = (await Bench.Send(new OpenWaveforms.Query(recording.Id, null))).Value.Peaks[lanes[0].Participant];
        Assert.True(Loudest(peaks, 0.3, 1.7) > OpenWaveforms.Silence && Loudest(peaks, 3.3, 4.7) > OpenWaveforms.Silence);
        Assert.InRange(Loudest(peaks, 2.2, 2.8), 0, OpenWaveforms.Silence);
    }

    private static int Loudest(byte[] peaks, double from, double to) => peaks[(int)(from * OpenWaveforms.PeaksPerSecond)..(int)(to * OpenWaveforms.PeaksPerSecond)].Max();
}
