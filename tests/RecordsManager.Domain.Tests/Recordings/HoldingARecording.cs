using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class HoldingARecording
{
    [Fact]
    public void Stands_until_it_is_released()
    {
        var recording = A.KeptRecording(A.Now).UnderHold();
        Assert.True(recording.IsHeld);

        Assert.Equal(Result.Ok, recording.ReleaseHold(recording.Holds[0].Id, A.Now.AddDays(1)));

        Assert.False(recording.IsHeld);
        Assert.Equal(A.Now.AddDays(1), recording.Holds[0].ReleasedAt);
        Assert.Equal("hold.released", Assert.Single(recording.Facts()).Kind);
    }

    [Fact]
    public void For_the_same_case_again_is_the_same_hold()
    {
        var recording = A.KeptRecording(A.Now).UnderHold();

        Assert.Equal(Result.Ok, recording.PlaceHold(LegalHoldId.New(A.Now), "CASE-7", "usr_2", A.Now));

        Assert.Single(recording.Holds);
        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void May_be_placed_again_for_a_case_that_was_released()
    {
        var recording = A.KeptRecording(A.Now).UnderHold();
        recording.ReleaseHold(recording.Holds[0].Id, A.Now);

        recording.UnderHold();

        Assert.Equal([false, true], recording.Holds.Select(h => h.Stands));
    }

    [Fact]
    public void Released_twice_keeps_the_first_time_and_tells_it_once()
    {
        var recording = A.KeptRecording(A.Now).UnderHold();
        recording.ReleaseHold(recording.Holds[0].Id, A.Now);

        Assert.Equal(Result.Ok, recording.ReleaseHold(recording.Holds[0].Id, A.Now.AddDays(1)));

        Assert.Equal(A.Now, recording.Holds[0].ReleasedAt);
        Assert.Single(recording.Facts());
    }

    [Fact]
    public void Cannot_be_released_where_it_does_not_stand() =>
        Assert.Equal(RetentionErrors.HoldNotFound, A.KeptRecording(A.Now).ReleaseHold(LegalHoldId.New(A.Now), A.Now).Error);

    [Fact]
    public void Follows_a_changed_policy_without_leaving_the_hold()
    {
        var recording = A.KeptRecording(A.Now.AddDays(10)).UnderHold();

        recording.Reschedule(A.Now.AddDays(10), A.Now.AddDays(-1));

        Assert.Equal(A.Now.AddDays(-1), recording.KeepUntil);
        Assert.True(recording.MoveToBinWhenDue(A.Now.AddDays(30), A.Now).Failed);
    }
}
