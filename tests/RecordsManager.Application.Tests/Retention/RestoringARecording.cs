using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Retention;

public sealed class RestoringARecording : OnTheWorkbench
{
    [Fact]
    public async Task Within_the_grace_gives_everything_back_and_the_next_sweeps_leave_it_alone_for_another_grace()
    {
        var recording = await Bench.IngestAgreed("ada");
        Bench.Clock.MoveTo(recording.KeepUntil!.Value);
        await Bench.Sweep();
        Bench.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal(Result.Ok, await Bench.Send(new RestoreRecording.Command(recording.Id)));

        recording = await Bench.Recording(recording.Id);
        Assert.Equal((RecordingState.Kept, true), (recording.State, recording.IsPlayable));
        Assert.Empty(await Bench.Sweep());
        Bench.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await Bench.Sweep());

        Bench.Clock.MoveTo(recording.KeepUntil!.Value);
        Assert.Equal([recording.Id], await Bench.Sweep());
        Assert.Equal(["disposition.soft-deleted", "disposition.restored", "disposition.soft-deleted"], (await Bench.Kinds(recording.Id)).Where(k => k.StartsWith("disposition", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Is_not_undone_by_a_policy_that_is_changed_the_next_day()
    {
        var recording = await Bench.IngestAgreed("ada");
        Bench.Clock.MoveTo(recording.KeepUntil!.Value);
        await Bench.Sweep();
        await Bench.Send(new RestoreRecording.Command(recording.Id));
        Bench.Clock.Advance(TimeSpan.FromDays(1));

        await Bench.Send(new ChangeRetentionPolicy.Command("P80D", 30));

        Assert.Empty(await Bench.Sweep());
    }

    [Fact]
    public async Task Comes_too_late_after_the_destruction()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new MoveToBin.Command(recording.Id));
        Bench.Clock.Advance(TimeSpan.FromDays(40));
        await Bench.Sweep();
        var before = await Bench.Everything();

        Assert.Equal(RecordingErrors.Destroyed, (await Bench.Send(new RestoreRecording.Command(recording.Id))).Error);

        Assert.Equal(before, await Bench.Everything());
    }
}
