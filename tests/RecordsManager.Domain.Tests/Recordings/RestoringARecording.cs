using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class RestoringARecording
{
    private static readonly DateTimeOffset Later = A.Now.AddDays(30);

    [Fact]
    public void Puts_it_back_and_the_next_sweep_leaves_it_alone()
    {
        var recording = A.BinnedRecording(A.Now.AddDays(1), A.Person());

        Assert.Equal(Result.Ok, recording.Restore(Later));

        Assert.Equal((RecordingState.Kept, null, Later), (recording.State, recording.BinUntil, recording.KeepUntil));
        Assert.Equal("disposition.restored", Assert.Single(recording.Facts()).Kind);
        Assert.True(recording.MoveToBinWhenDue(Later.AddDays(30), A.Now).Failed);
        Assert.Equal(Result.Ok, recording.MoveToBinWhenDue(Later.AddDays(30), Later));
    }

    [Fact]
    public void Never_shortens_the_retention()
    {
        var recording = A.KeptRecording(Later.AddYears(1));
        recording.MoveToBin(A.Now.AddDays(1), "by a person");

        recording.Restore(Later);

        Assert.Equal(Later.AddYears(1), recording.KeepUntil);
    }

    [Fact]
    public void Works_while_a_hold_stands_because_it_takes_nothing_away() =>
        Assert.Equal(Result.Ok, A.BinnedRecording(A.Now).UnderHold().Restore(Later));

    [Fact]
    public void Is_refused_for_what_is_not_in_the_bin() =>
        Assert.Equal(RecordingErrors.NotInBin, A.KeptRecording(Later).Restore(Later).Error);

    [Theory]
    [InlineData(-20, 30)] // a shorter policy does not take it again
    [InlineData(20, 30)]
    [InlineData(40, 40)] // a longer one does lengthen it
    public void Outlives_a_changed_policy(int policyEndsAfter, int keptFor)
    {
        var policyEnded = A.Now.AddDays(-1);
        var recording = A.KeptRecording(policyEnded);
        recording.MoveToBinWhenDue(A.Now.AddDays(30), A.Now);
        recording.Restore(Later);

        recording.Reschedule(policyEnded, A.Now.AddDays(policyEndsAfter));

        Assert.Equal(A.Now.AddDays(keptFor), recording.KeepUntil);
    }
}
