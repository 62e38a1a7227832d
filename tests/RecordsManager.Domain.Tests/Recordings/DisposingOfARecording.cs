using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class DisposingOfARecording
{
    private static readonly DateTimeOffset KeepUntil = A.Now.AddDays(90);
    private static readonly DateTimeOffset BinUntil = A.Now.AddDays(120);

    [Fact]
    public void Passes_from_kept_through_the_bin_to_destroyed_at_the_very_moments()
    {
        var recording = A.KeptRecording(KeepUntil, A.Person());

        Assert.Equal(Result.Ok, recording.MoveToBinWhenDue(BinUntil, KeepUntil));
        Assert.Equal((RecordingState.InBin, BinUntil), (recording.State, recording.BinUntil));

        Assert.False(recording.Destroy(CertificateId.New(BinUntil), BinUntil).Failed);
        Assert.Equal((RecordingState.Destroyed, BinUntil), (recording.State, recording.DestroyedAt));
        Assert.Equal(["disposition.soft-deleted", "disposition.destroyed"], recording.Facts().Select(f => f.Kind));
    }

    [Fact]
    public void Is_refused_one_tick_before_the_retention_ends()
    {
        var recording = A.KeptRecording(KeepUntil);

        Assert.Equal("recording.retained", recording.MoveToBinWhenDue(BinUntil, KeepUntil.AddTicks(-1)).Error?.Code);

        AssertUntouched(recording, RecordingState.Kept);
    }

    [Fact]
    public void Is_refused_one_tick_before_the_grace_ends()
    {
        var recording = A.BinnedRecording(BinUntil, A.Person());

        Assert.Equal("recording.retained", recording.Destroy(CertificateId.New(A.Now), BinUntil.AddTicks(-1)).Error?.Code);

        AssertUntouched(recording, RecordingState.InBin);
        Assert.True(recording.Tracks[0].HasBytes);
    }

    [Fact]
    public void Never_destroys_what_is_not_in_the_bin()
    {
        var recording = A.KeptRecording(A.Now.AddYears(-1));

        Assert.Equal(RecordingErrors.NotInBin, recording.Destroy(CertificateId.New(A.Now), A.Now).Error);

        AssertUntouched(recording, RecordingState.Kept);
    }

    [Fact]
    public void An_announced_call_without_media_is_never_due()
    {
        var recording = A.AnnouncedRecording();
        recording.DequeueEvents();

        Assert.Equal("recording.retained", recording.MoveToBinWhenDue(BinUntil, DateTimeOffset.MaxValue.AddTicks(-1)).Error?.Code);

        AssertUntouched(recording, RecordingState.Announced);
    }

    [Fact]
    public void A_hold_stops_the_bin_however_long_the_retention_is_over()
    {
        var recording = A.KeptRecording(A.Now.AddYears(-1)).UnderHold();

        Assert.Equal(RecordingErrors.UnderHold, recording.MoveToBinWhenDue(BinUntil, A.Now).Error);
        Assert.Equal(RecordingErrors.UnderHold, recording.MoveToBin(BinUntil, "by a person").Error);

        AssertUntouched(recording, RecordingState.Kept);
    }

    [Fact]
    public void A_hold_stops_the_destruction_however_long_the_grace_is_over()
    {
        var recording = A.BinnedRecording(A.Now.AddYears(-1), A.Person()).UnderHold();

        Assert.Equal(RecordingErrors.UnderHold, recording.Destroy(CertificateId.New(A.Now), A.Now).Error);

        AssertUntouched(recording, RecordingState.InBin);
        Assert.True(recording.Tracks[0].HasBytes);
    }

    [Fact]
    public void One_of_two_holds_is_enough_to_stop_it()
    {
        var recording = A.BinnedRecording(A.Now, A.Person()).UnderHold("CASE-1").UnderHold("CASE-2");

        recording.ReleaseHold(recording.Holds[0].Id, A.Now);
        Assert.Equal(RecordingErrors.UnderHold, recording.Destroy(CertificateId.New(A.Now), A.Now).Error);

        recording.ReleaseHold(recording.Holds[1].Id, A.Now);
        Assert.False(recording.Destroy(CertificateId.New(A.Now), A.Now).Failed);
    }

    [Fact]
    public void Ends_every_track_and_names_every_object_that_still_has_bytes()
    {
        var (agreed, silent) = (A.Person(), A.Person());
        var recording = A.KeptRecording(A.Now, agreed, silent).Decided(true, agreed);
        recording.MoveToBin(A.Now, "retention ended");
        var before = recording.PlayVersion;

        var objects = recording.Destroy(CertificateId.New(A.Now), A.Now).Value;

        Assert.Equal(recording.Tracks.Select(t => t.Object), objects);
        Assert.All(recording.Tracks, t => Assert.Equal((TrackState.Destroyed, null), (t.State, t.QuarantinedUntil)));
        Assert.NotEqual(before, recording.PlayVersion);
    }

    [Fact]
    public void Destroying_twice_has_no_second_effect()
    {
        var recording = A.DestroyedRecording(A.Person());
        var when = recording.DestroyedAt;

        var again = recording.Destroy(CertificateId.New(A.Now.AddDays(1)), A.Now.AddDays(1));

        Assert.Empty(again.Value);
        Assert.Equal(when, recording.DestroyedAt);
        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void Moving_to_the_bin_when_due_may_be_repeated_and_does_not_lengthen_the_grace()
    {
        var recording = A.BinnedRecording(BinUntil);

        Assert.Equal(Result.Ok, recording.MoveToBinWhenDue(BinUntil.AddDays(5), A.Now));

        Assert.Equal(BinUntil, recording.BinUntil);
        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void A_person_cannot_put_it_into_the_bin_twice() =>
        Assert.Equal(RecordingErrors.AlreadyInBin, A.BinnedRecording(BinUntil).MoveToBin(BinUntil, "by a person").Error);

    [Fact]
    public void Nothing_can_be_done_to_a_destroyed_recording()
    {
        var recording = A.DestroyedRecording(A.Person());

        Assert.Equal(RecordingErrors.Destroyed, recording.MoveToBin(BinUntil, "by a person").Error);
        Assert.Equal(RecordingErrors.Destroyed, recording.MoveToBinWhenDue(BinUntil, A.Now).Error);
        Assert.Equal(RecordingErrors.Destroyed, recording.Restore(BinUntil).Error);
        Assert.Equal(RecordingErrors.Destroyed, recording.PlaceHold(LegalHoldId.New(A.Now), "CASE-7", "usr_1", A.Now).Error);
        recording.Reschedule(KeepUntil, BinUntil);

        AssertUntouched(recording, RecordingState.Destroyed);
        Assert.NotEqual(BinUntil, recording.KeepUntil);
    }

    private static void AssertUntouched(Recording recording, RecordingState state)
    {
        Assert.Equal(state, recording.State);
        Assert.Empty(recording.Facts());
    }
}
