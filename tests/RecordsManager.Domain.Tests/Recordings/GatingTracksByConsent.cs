using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class GatingTracksByConsent
{
    private static readonly CertificateId Certificate = CertificateId.New(A.Now);
    private static readonly DateTimeOffset Deadline = A.Now.AddDays(14);
    private readonly PersonId _alice = A.Person();
    private readonly PersonId _bob = A.Person();

    [Fact]
    public void A_new_track_is_quarantined_and_not_playable()
    {
        var recording = A.KeptRecording(A.Now, _alice);

        Assert.Equal((TrackState.Quarantined, Deadline), (recording.Tracks[0].State, recording.Tracks[0].QuarantinedUntil));
        Assert.False(recording.IsPlayable);
    }

    [Fact]
    public void Consent_clears_the_tracks_of_the_one_who_gave_it_and_no_other()
    {
        var recording = A.KeptRecording(A.Now, _alice, _bob);

        var changed = recording.Apply(A.Decisions(recording, true, _alice), Deadline);

        Assert.True(changed);
        Assert.Equal([TrackState.Cleared, TrackState.Quarantined], recording.Tracks.Select(t => t.State));
        Assert.True(recording.IsPlayable);
        var fact = Assert.Single(recording.Facts());
        Assert.Equal(("track.cleared", _alice), (fact.Kind, fact.Person!.Value));
    }

    [Fact]
    public void The_same_decision_again_changes_nothing()
    {
        var recording = A.KeptRecording(A.Now, _alice, _bob).Decided(true, _alice);
        var version = recording.PlayVersion;

        Assert.False(recording.Apply(A.Decisions(recording, true, _alice), Deadline));

        Assert.Equal(version, recording.PlayVersion);
        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void A_withdrawal_quarantines_again_until_the_new_deadline()
    {
        var recording = A.KeptRecording(A.Now, _alice).Decided(true, _alice);
        var version = recording.PlayVersion;

        Assert.True(recording.Apply(A.Decisions(recording, false, _alice), Deadline.AddDays(3)));

        Assert.Equal((TrackState.Quarantined, Deadline.AddDays(3)), (recording.Tracks[0].State, recording.Tracks[0].QuarantinedUntil));
        Assert.False(recording.IsPlayable);
        Assert.Equal(version + 1, recording.PlayVersion);
        Assert.Equal("track.quarantined", Assert.Single(recording.Facts()).Kind);
    }

    [Fact]
    public void A_participant_without_any_decision_is_not_played()
    {
        var recording = A.KeptRecording(A.Now, _alice).Decided(true, _alice);

        recording.Apply(A.Decisions(recording, true), Deadline);

        Assert.Equal(TrackState.Quarantined, recording.Tracks[0].State);
    }

    [Fact]
    public void A_second_refusal_does_not_lengthen_the_quarantine()
    {
        var recording = A.KeptRecording(A.Now, _alice);

        recording.Apply(A.Decisions(recording, false, _alice), Deadline.AddDays(30));

        Assert.Equal(Deadline, recording.Tracks[0].QuarantinedUntil);
    }

    [Fact]
    public void At_the_deadline_what_is_still_quarantined_is_rejected_and_what_is_cleared_stays()
    {
        var recording = A.KeptRecording(A.Now, _alice, _bob).Decided(true, _alice);

        Assert.Empty(recording.RejectOverdue(Certificate, Deadline.AddTicks(-1)));
        var objects = recording.RejectOverdue(Certificate, Deadline);

        Assert.Equal([recording.Tracks[1].Object], objects);
        Assert.Equal([TrackState.Cleared, TrackState.Rejected], recording.Tracks.Select(t => t.State));
        var fact = Assert.Single(recording.Facts());
        Assert.Equal(("track.rejected", _bob, Certificate.ToString()), (fact.Kind, fact.Person!.Value, fact.Details!["certificate"]));
    }

    [Fact]
    public void A_hold_stops_the_rejection_too()
    {
        var recording = A.KeptRecording(A.Now, _alice).UnderHold();

        Assert.Empty(recording.RejectOverdue(Certificate, Deadline));

        Assert.Equal(TrackState.Quarantined, recording.Tracks[0].State);
        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void Consent_that_comes_after_a_track_ended_brings_nothing_back()
    {
        var rejected = A.KeptRecording(A.Now, _alice);
        rejected.RejectOverdue(Certificate, Deadline);
        rejected.DequeueEvents();
        var destroyed = A.DestroyedRecording(_alice);
        var erased = A.KeptRecording(A.Now, _alice);
        erased.Erase(_alice);
        erased.DequeueEvents();

        foreach (var recording in new[] { rejected, destroyed, erased })
        {
            var was = recording.Tracks[0].State;

            Assert.False(recording.Apply(A.Decisions(recording, true, _alice), Deadline));

            Assert.Equal(was, recording.Tracks[0].State);
            Assert.Empty(recording.Facts());
        }
    }

    [Fact]
    public void A_recording_in_the_bin_is_not_played()
    {
        var recording = A.KeptRecording(A.Now, _alice).Decided(true, _alice);

        recording.MoveToBin(A.Now.AddDays(30), "by a person");

        Assert.False(recording.IsPlayable);
    }
}
