using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class ReceivingADelivery
{
    [Fact]
    public void Starts_the_retention_once()
    {
        var recording = A.AnnouncedRecording();
        recording.DequeueEvents();

        recording.Receive(5_000_000_000, A.Now.AddDays(90));
        recording.Receive(7_000_000_000, A.Now.AddDays(900));

        Assert.Equal((RecordingState.Kept, A.Now.AddDays(90), 7_000_000_000), (recording.State, recording.KeepUntil, recording.DurationNs));
        Assert.Equal("recording.received", Assert.Single(recording.Facts()).Kind);
    }

    [Fact]
    public void Places_the_first_delivery_at_zero_and_the_next_ones_beside_it()
    {
        var recording = Recording.Announce(RecordingId.New(A.Now), A.Organization, ConversationId.New(A.Now), "acme", "c", "A call", null, A.Now);

        Assert.Equal(0, recording.Place(A.Now.AddMinutes(3)));
        Assert.Equal(1_500_000_000, recording.Place(A.Now.AddMinutes(3).AddMilliseconds(1500)));
        Assert.Equal(-60_000_000_000, recording.Place(A.Now.AddMinutes(2)));
        Assert.Equal(A.Now.AddMinutes(3), recording.StartedAt);
    }

    [Fact]
    public void Keeps_the_announced_start_as_zero() =>
        Assert.Equal(2_000_000_000, A.AnnouncedRecording().Place(A.Now.AddSeconds(2)));

    [Fact]
    public void Knows_the_same_person_again_and_learns_where_they_are_only_once()
    {
        var recording = A.AnnouncedRecording();
        var person = A.Person();

        var first = recording.Join(person, "host", null, A.Now);
        var second = recording.Join(person, "guest", "DE", A.Now);
        recording.Join(person, null, "US", A.Now);

        Assert.Same(first, second);
        Assert.Equal(("host", "DE"), (first.Role, first.Location));
        Assert.Single(recording.Facts(), f => f.Kind == "participant.joined");
    }

    [Fact]
    public void Knows_a_track_that_was_delivered_before_by_its_source_id()
    {
        var person = A.Person();
        var recording = A.KeptRecording(A.Now, person);

        Assert.True(recording.HasTrack($"track-of-{person}"));
        Assert.False(recording.HasTrack("another"));
    }

    [Fact]
    public void A_track_covers_its_extent_less_its_gaps()
    {
        var recording = A.AnnouncedRecording();
        var participant = recording.Join(A.Person(), null, null, A.Now);
        Stretch[] gaps = [Stretch.FromSeconds(6, 7), Stretch.FromSeconds(2, 4), Stretch.FromSeconds(3, 5), Stretch.FromSeconds(9, 12)];

        var track = recording.Attach(TrackId.New(A.Now), participant, "t", A.Medium(), gaps, A.Now);

        Assert.Equal([Stretch.FromSeconds(0, 2), Stretch.FromSeconds(5, 6), Stretch.FromSeconds(7, 9)], track.Covered());
        Assert.Equal(10_000_000_000, recording.DurationNs);
    }
}
