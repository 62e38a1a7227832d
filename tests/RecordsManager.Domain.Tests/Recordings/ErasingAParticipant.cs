using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class ErasingAParticipant
{
    private static readonly CertificateId Certificate = CertificateId.New(A.Now);
    private readonly PersonId _alice = A.Person();
    private readonly PersonId _bob = A.Person();

    [Fact]
    public void Ends_their_tracks_and_leaves_everybody_elses()
    {
        var recording = A.KeptRecording(A.Now, _alice, _bob).Decided(true, _alice, _bob);
        var version = recording.PlayVersion;

        var objects = recording.Erase(_alice);

        Assert.Equal([recording.Tracks[0].Object], objects);
        Assert.Equal([TrackState.Erased, TrackState.Cleared], recording.Tracks.Select(t => t.State));
        Assert.True(recording.IsPlayable);
        Assert.Equal(version + 1, recording.PlayVersion);
    }

    [Fact]
    public void Is_told_by_pseudonym_and_number_only()
    {
        var recording = A.KeptRecording(A.Now, _alice, _bob);

        recording.Erase(_alice);

        var fact = Assert.Single(recording.Facts());
        Assert.Equal(("recording.redacted", _alice, "1"), (fact.Kind, fact.Person!.Value, fact.Details!["tracks"]));
    }

    [Fact]
    public void Of_somebody_who_was_not_there_changes_nothing()
    {
        var recording = A.KeptRecording(A.Now, _alice);

        Assert.Empty(recording.Erase(_bob));

        Assert.Empty(recording.Facts());
    }

    [Fact]
    public void Leaves_what_was_rejected_before_as_it_was()
    {
        var recording = A.KeptRecording(A.Now, _alice);
        recording.RejectOverdue(Certificate, A.Now.AddDays(14));

        Assert.Empty(recording.Erase(_alice));

        Assert.Equal(TrackState.Rejected, recording.Tracks[0].State);
    }

    [Fact]
    public void Forgets_who_it_was_once()
    {
        var person = new Person(_alice, A.Organization, [1], [2]);

        person.Erase(A.Now);
        person.Erase(A.Now.AddDays(1));

        Assert.Equal((A.Now, null, null), (person.ErasedAt, person.IdentityIndex, person.SealedAttributes));
        Assert.Equal("key.destroyed", Assert.Single(person.Facts()).Kind);
    }

    [Fact]
    public void Takes_the_words_of_their_messages()
    {
        var message = new ChatMessage(ChatMessageId.New(A.Now), A.Organization, RecordingId.New(A.Now), ParticipantId.New(A.Now), _alice, "m1", 5, [1, 2, 3]);

        message.Redact();

        Assert.Null(message.SealedText);
        Assert.Equal((5, "m1"), (message.AtNs, message.SourceId));
    }
}
