using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class WaitingForConsent : OnTheWorkbench
{
    [Fact]
    public async Task Ends_after_14_days_with_the_destruction_of_the_tracks_of_those_who_never_answered()
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow().AddSeconds(-10), "ada", "bob"));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        Bench.Clock.Advance(TimeSpan.FromDays(14).Subtract(TimeSpan.FromSeconds(1)));
        Assert.Empty(await Bench.Sweep());

        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([recording.Id], await Bench.Sweep());

        recording = await Bench.Recording(recording.Id);
        Assert.Equal((TrackState.Cleared, TrackState.Rejected), (recording.TrackOf(0).State, recording.TrackOf(1).State));
        Assert.Equal(RecordingState.Kept, recording.State);
        Assert.Single(Bench.BytesOnDisk());
        Assert.Equal((1, 1), (await Bench.Count("media_objects"), await Bench.Count("object_shares")));
        Assert.Equal("track.rejected", (await Bench.Kinds(recording.Id))[^1]);
        var certificate = await Bench.Read(db => db.Certificates.SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal((recording.Id, 1, "no consent before the deadline"), (certificate.Recording, certificate.Objects, certificate.Rule));
        Assert.Contains(certificate.Id.ToString(), (await Bench.Ledger())[^1].Leaf, StringComparison.Ordinal);
        Assert.Null((await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Certificate); // the recording itself is not destroyed
    }

    [Fact]
    public async Task Consent_after_that_is_recorded_and_plays_nothing()
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));
        Bench.Clock.Advance(TimeSpan.FromDays(14));
        await Bench.Sweep();

        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);

        recording = await Bench.Recording(recording.Id);
        Assert.Equal((TrackState.Rejected, false), (recording.TrackOf(0).State, recording.IsPlayable));
        Assert.Equal("consent.granted", (await Bench.Kinds(recording.Id))[^1]);
        Assert.Empty(await Bench.SendAsSystem(new PendingDerivations.Query()));
    }

    [Fact]
    public async Task A_withdrawal_takes_the_voice_out_of_what_is_played_and_starts_a_new_deadline()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        Bench.Clock.Advance(TimeSpan.FromDays(3));

        await Bench.Says(recording, recording.Participant(1), ConsentEventKind.Withdrawn);

        recording = await Bench.Recording(recording.Id);
        Assert.Equal((TrackState.Quarantined, Bench.Clock.GetUtcNow().AddDays(14)), (recording.TrackOf(1).State, recording.TrackOf(1).QuarantinedUntil));
        Assert.Equal([recording.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));
    }

    [Fact]
    public async Task Consent_given_before_the_delivery_clears_its_tracks_when_it_arrives()
    {
        var started = Bench.Clock.GetUtcNow();
        var announced = (await Bench.Send(new AnnounceCall.Command("acme", "call-1", "room", "A small call", started))).Value;
        var participant = (await Bench.Send(new JoinCall.Command(announced, "ada", "Ada", null, "DE"))).Value;
        await Bench.Send(new RecordConsent.Command(announced, participant, ConsentEventKind.Granted, "api", "en", null));

        var recording = await Bench.Ingest(new Call("call-1", started, "ada", "bob"));

        Assert.Equal(announced, recording.Id);
        Assert.Equal((TrackState.Cleared, TrackState.Quarantined), (recording.TrackOf(0).State, recording.TrackOf(1).State));
    }

    [Fact]
    public async Task Somebody_at_an_unknown_place_makes_the_whole_call_strict_and_the_trail_says_why()
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada") { Location = null });

        var decision = Assert.Single((await Bench.Send(new CaptureDecision.Query(recording.Id))).Value.Participants);

        Assert.Equal((false, ConsentModel.ProhibitedWithoutPermission), (decision.MayCapture, decision.Model));
        Assert.Contains("UNKNOWN_LOCATION_STRICTEST", decision.Reasons);
    }

    [Fact]
    public async Task A_withdrawal_wins_over_a_yes_of_the_same_millisecond_in_whatever_order_they_are_written()
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));
        Bench.Clock.Advance(TimeSpan.FromHours(1));
        var (ada, at) = (recording.Participant(0).Id, Bench.Clock.GetUtcNow());
        for (var turn = 0; turn < 6; turn++) // ids of one millisecond are drawn, not counted
        {
            foreach (var kind in turn % 2 == 0 ? new[] { ConsentEventKind.Granted, ConsentEventKind.Withdrawn } : [ConsentEventKind.Withdrawn, ConsentEventKind.Granted])
            {
                Assert.Null((await Bench.Send(new RecordConsent.Command(recording.Id, ada, kind, "api", "en", null) { At = at })).Error);
            }

            Assert.Equal(TrackState.Quarantined, (await Bench.Recording(recording.Id)).TrackOf(0).State);
            Assert.False(Assert.Single((await Bench.Send(new CaptureDecision.Query(recording.Id))).Value.Participants).MayCapture);
            Assert.Equal(ConsentEventKind.Withdrawn, Assert.Single((await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Consent).Answer);
            at = at.AddMilliseconds(1);
            Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
