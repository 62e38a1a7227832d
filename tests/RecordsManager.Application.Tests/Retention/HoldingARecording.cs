using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Retention;

public sealed class HoldingARecording : OnTheWorkbench
{
    [Fact]
    public async Task Stops_the_bin_and_lets_it_go_on_after_the_release()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"));
        Bench.Clock.Advance(TimeSpan.FromDays(1000));

        await AssertStopped(recording.Id, RecordingState.Kept);

        await Release(recording.Id);
        Assert.Equal([recording.Id], await Bench.Sweep());
        Assert.Equal(RecordingState.InBin, (await Bench.Recording(recording.Id)).State);
    }

    [Fact]
    public async Task Stops_the_destruction_and_lets_it_go_on_after_the_release()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new MoveToBin.Command(recording.Id));
        await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"));
        Bench.Clock.Advance(TimeSpan.FromDays(1000));

        await AssertStopped(recording.Id, RecordingState.InBin);
        Assert.Single(Bench.BytesOnDisk());

        await Release(recording.Id);
        Assert.Equal([recording.Id], await Bench.Sweep());
        Assert.Equal(RecordingState.Destroyed, (await Bench.Recording(recording.Id)).State);
        Assert.Empty(Bench.BytesOnDisk());
    }

    [Fact]
    public async Task Stops_the_purge_of_the_quarantine()
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));
        await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"));
        Bench.Clock.Advance(TimeSpan.FromDays(20));

        await AssertStopped(recording.Id, RecordingState.Kept);

        await Release(recording.Id);
        await Bench.Sweep();
        Assert.Equal(TrackState.Rejected, (await Bench.Recording(recording.Id)).Tracks[0].State);
    }

    [Fact]
    public async Task Is_refused_for_what_is_already_destroyed()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new MoveToBin.Command(recording.Id));
        Bench.Clock.Advance(TimeSpan.FromDays(40));
        await Bench.Sweep();

        Assert.Equal(RecordingErrors.Destroyed, (await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"))).Error);
    }

    private async Task AssertStopped(RecordingId recording, RecordingState state)
    {
        var before = await Bench.Everything();

        Assert.Empty(await Bench.Sweep());
        Assert.Equal(Result.Ok, await Bench.SendAsSystem(new DisposeRecording.Command(recording)));

        Assert.Equal(state, (await Bench.Recording(recording)).State);
        Assert.Equal(before, await Bench.Everything());
    }

    private async Task Release(RecordingId recording)
    {
        var hold = (await Bench.Recording(recording)).Holds.Single();
        Assert.Equal(Result.Ok, await Bench.Send(new ReleaseLegalHold.Command(recording, hold.Id)));
    }
}
