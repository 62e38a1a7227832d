using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>Every act has its entry, written in the same transaction; a command that tells nothing has to be named here.</summary>
public sealed class TellingTheLedger : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivered_call_is_told_from_its_receipt_to_its_tracks()
    {
        var call = new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob");

        Assert.Equal(["delivery.received"], await Told(async () => await call.Deliver(Bench)));
        var delivery = await Bench.Read(db => db.Deliveries.Select(d => d.Id).SingleAsync(Ct));

        Assert.Equal(
            [
                "delivery.completed", "key.created", "key.created", "participant.joined", "participant.joined", "recording.announced", "recording.received", "track.attached", "track.attached",
            ],
            (await Told(async () => await Bench.WorkOff(delivery))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_delivery_is_told_by_the_code_of_its_error()
    {
        var upload = await Call.Upload(Bench, "no manifest"u8.ToArray());
        var delivery = (await Bench.Send(new ReceiveDelivery.Command("manifest", "key", [new("manifest.json", upload)]))).Value.Delivery;

        Assert.Equal(["delivery.failed"], await Told(async () => await Bench.WorkOff(delivery)));
        Assert.Equal("delivery.manifest-malformed", (await Details())["error"]);
        Assert.Equal(["delivery.discarded"], await Told(async () => await Bench.Send(new DiscardDelivery.Command(delivery))));
    }

    [Fact]
    public async Task An_announced_call_is_told_with_its_participants_and_its_end()
    {
        var recording = default(Domain.Recordings.RecordingId);

        Assert.Equal(["recording.announced"], await Told(async () => recording = (await Bench.Send(new AnnounceCall.Command("acme", "c", "room", "A call", null))).Value));
        Assert.Equal([], await Told(async () => await Bench.Send(new AnnounceCall.Command("acme", "c", "room", "A call", null))));
        Assert.Equal(["participant.joined", "participant.entered", "key.created"], await Told(async () => await Bench.Send(new JoinCall.Command(recording, "ada", "Ada", null, "DE"))));
        Assert.Equal([], await Told(async () => await Bench.Send(new JoinCall.Command(recording, "ada", "Ada", null, "DE"))));
        Assert.Equal(["call.ended"], await Told(async () => await Bench.Send(new EndCall.Command(recording, null))));
    }

    [Theory]
    [InlineData(ConsentEventKind.Notified, "consent.notified")]
    [InlineData(ConsentEventKind.Acknowledged, "consent.acknowledged")]
    [InlineData(ConsentEventKind.Granted, "consent.granted,track.cleared")]
    [InlineData(ConsentEventKind.Refused, "consent.refused")]
    public async Task Consent_is_told_with_what_follows_for_the_tracks(ConsentEventKind kind, string told)
    {
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));

        Assert.Equal(told.Split(','), (await Told(() => Bench.Says(recording, recording.Participant(0), kind))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_invitation_a_withdrawal_a_share_a_look_and_a_revocation_are_told()
    {
        var recording = await Bench.IngestAgreed("ada");
        var link = default(Domain.Sharing.ShareLinkId);

        Assert.Equal(["consent.requested"], await Told(async () => await Bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(0).Id))));
        Assert.Equal(["share.created"], await Told(async () => link = (await Bench.Send(new CreateShareLink.Command(recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddDays(1)))).Value.Id));
        Assert.Equal(["share.changed"], await Told(async () => await Bench.Send(new ChangeShareLink.Command(link, new(Plays: 5)))));
        Assert.Equal([], await Told(async () => await Bench.Send(new ChangeShareLink.Command(link, new(Plays: 5)))));
        Assert.Equal(["share.viewed"], await Told(async () => await Bench.Send(new CountView.Command(link), "nobody")));
        Assert.Equal(["share.revoked"], await Told(async () => await Bench.Send(new RevokeShareLinks.Command([link]))));
        Assert.Equal([], await Told(async () => await Bench.Send(new RevokeShareLinks.Command([link]))));
        Assert.Equal(["recording.viewed"], await Told(async () => await Bench.Send(new NotePlayback.Command(recording.Id))));
        Bench.Clock.Advance(TimeSpan.FromHours(1)); // the call is over: all of it is taken back
        Assert.Equal(["consent.withdrawn", "track.quarantined"], (await Told(() => Bench.Says(recording, recording.Participant(0), ConsentEventKind.Withdrawn))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Retention_is_told_from_the_policy_to_the_certificate()
    {
        var recording = await Bench.IngestAgreed("ada");

        Assert.Equal(["policy.changed"], await Told(async () => await Bench.Send(new ChangeRetentionPolicy.Command("P10D", 5))));
        Assert.Equal([], await Told(async () => await Bench.Send(new ChangeRetentionPolicy.Command("P10D", 5))));
        Assert.Equal(["policy.watermark-changed"], await Told(async () => await Bench.Send(new ChangeWatermark.Command(WatermarkAudience.Recipients))));
        Assert.Equal([], await Told(async () => await Bench.Send(new ChangeWatermark.Command(WatermarkAudience.Recipients))));
        Assert.Equal(["hold.placed"], await Told(async () => await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"))));
        Assert.Equal([], await Told(async () => await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"))));
        var hold = (await Bench.Recording(recording.Id)).Holds.Single().Id;
        Assert.Equal(["hold.released"], await Told(async () => await Bench.Send(new ReleaseLegalHold.Command(recording.Id, hold))));
        Assert.Equal(["disposition.soft-deleted"], await Told(async () => await Bench.Send(new MoveToBin.Command(recording.Id))));
        Assert.Equal(["disposition.restored"], await Told(async () => await Bench.Send(new RestoreRecording.Command(recording.Id))));
        Bench.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(["disposition.soft-deleted"], await Told(async () => await Bench.Sweep()));
        Bench.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(["disposition.destroyed"], await Told(async () => await Bench.Sweep()));
    }

    [Fact]
    public async Task Erasure_is_told_step_by_step()
    {
        var recording = await Bench.IngestAgreed("ada");

        Assert.Equal(
            ["erasure.requested", "key.destroyed", "recording.redacted"],
            (await Told(async () => await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0))))).Order(StringComparer.Ordinal));
        Assert.Equal(["erasure.completed"], await Told(Bench.ContinueErasures));
    }

    [Fact]
    public async Task Says_who_did_it_and_nobodys_name()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Send(new CreateShareLink.Command(recording.Id, "Grace Hopper", "Ada", Bench.Clock.GetUtcNow().AddDays(1)));

        foreach (var entry in await Bench.Ledger())
        {
            Assert.Equal("usr_test", entry.Actor);
            foreach (var secret in new[] { "by name", "Words of", "Grace", "Hopper", "bob", ".webm" })
            {
                Assert.DoesNotContain(secret, entry.Leaf, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private async Task<IReadOnlyList<string>> Told(Func<Task> act)
    {
        var before = (await Bench.Ledger()).Count;
        await act();
        await Bench.ChainHolds();
        return [.. (await Bench.Ledger()).Skip(before).Select(e => e.Kind)];
    }

    private async Task<IReadOnlyDictionary<string, string>> Details() =>
        JsonDocument.Parse((await Bench.Ledger())[^1].Leaf).RootElement.GetProperty("d").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
}
