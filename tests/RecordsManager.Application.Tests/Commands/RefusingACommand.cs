using FluentValidation;
using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>A refusal writes nothing: no row of any table is another one afterwards, no file, and the ledger is as long as it was.</summary>
public sealed class RefusingACommand(RefusingACommand.World world) : IClassFixture<RefusingACommand.World>
{
    public static TheoryData<string> Refusals => [.. Commands.Keys];

    /// <summary>By the code of the refusal and what is wrong.</summary>
    private static readonly Dictionary<string, Func<World, Task<Error?>>> Commands = new(StringComparer.Ordinal)
    {
        ["recording.not-found: to the bin"] = w => w.Send(new MoveToBin.Command(w.NoRecording)),
        ["recording.not-found: restored"] = w => w.Send(new RestoreRecording.Command(w.NoRecording)),
        ["recording.not-found: held"] = w => w.Send(new PlaceLegalHold.Command(w.NoRecording, "CASE-7")),
        ["recording.not-found: released"] = w => w.Send(new ReleaseLegalHold.Command(w.NoRecording, w.NoHold)),
        ["recording.not-found: disposed of"] = w => w.SendAsSystem(new DisposeRecording.Command(w.NoRecording)),
        ["recording.not-found: shared"] = w => w.Send(new CreateShareLink.Command(w.NoRecording, "Grace", "Ada", w.Now.AddDays(1))),
        ["recording.not-found: joined"] = w => w.Send(new JoinCall.Command(w.NoRecording, "eve", "Eve", null, null)),
        ["recording.not-found: ended"] = w => w.Send(new EndCall.Command(w.NoRecording, null)),
        ["recording.not-found: consented to"] = w => w.Send(new RecordConsent.Command(w.NoRecording, w.Ada, ConsentEventKind.Granted, "api", null, null)),
        ["recording.not-found: asked about"] = w => w.Send(new InviteToConsent.Command(w.NoRecording, w.Ada)),
        ["recording.not-found: left"] = w => w.Send(new LeaveCall.Command(w.NoRecording, w.Nobody, null)),
        ["recording.not-found: moved"] = w => w.Send(new MoveParticipant.Command(w.NoRecording, w.Nobody, ["DE"], null, null)),
        ["participant.not-found: left"] = w => w.Send(new LeaveCall.Command(w.Kept, w.Nobody, null)),
        ["participant.not-found: moved"] = w => w.Send(new MoveParticipant.Command(w.Kept, w.Nobody, ["DE"], null, null)),
        ["participant.not-found: consented"] = w => w.Send(new RecordConsent.Command(w.Kept, w.Nobody, ConsentEventKind.Granted, "api", null, null)),
        ["participant.not-found: asked"] = w => w.Send(new InviteToConsent.Command(w.Kept, w.Nobody)),
        ["recording.under-legal-hold: to the bin"] = w => w.Send(new MoveToBin.Command(w.Held)),
        ["recording.in-bin: to the bin again"] = w => w.Send(new MoveToBin.Command(w.Binned)),
        ["recording.not-in-bin: restored"] = w => w.Send(new RestoreRecording.Command(w.Kept)),
        ["recording.destroyed: to the bin"] = w => w.Send(new MoveToBin.Command(w.Destroyed)),
        ["recording.destroyed: restored"] = w => w.Send(new RestoreRecording.Command(w.Destroyed)),
        ["recording.destroyed: held"] = w => w.Send(new PlaceLegalHold.Command(w.Destroyed, "CASE-7")),
        ["recording.nothing-playable: shared from the bin"] = w => w.Send(new CreateShareLink.Command(w.Binned, "Grace", "Ada", w.Now.AddDays(1))),
        ["hold.not-found: released"] = w => w.Send(new ReleaseLegalHold.Command(w.Held, w.NoHold)),
        ["retention.period-malformed: policy"] = w => w.Send(new ChangeRetentionPolicy.Command("90 days", 30)),
        ["retention.grace-out-of-range: policy"] = w => w.Send(new ChangeRetentionPolicy.Command("P90D", 366)),
        ["person.not-found: erased"] = w => w.Send(new RequestErasure.Command(PersonId.New(w.Now))),
        ["share.nobody-agreed: shared"] = w => w.Send(new CreateShareLink.Command(w.Unshared, "Grace", "Ada", w.Now.AddDays(1))),
        ["share.recipient-missing: shared"] = w => w.Send(new CreateShareLink.Command(w.Kept, " ", "Ada", w.Now.AddDays(1))),
        ["share.expiry-out-of-range: too long"] = w => w.Send(new CreateShareLink.Command(w.Kept, "Grace", "Ada", w.Now.AddDays(91))),
        ["share.expiry-out-of-range: too short"] = w => w.Send(new CreateShareLink.Command(w.Kept, "Grace", "Ada", w.Now)),
        ["share.not-found: changed"] = w => w.Send(new ChangeShareLink.Command(ShareLinkId.New(w.Now), new())),
        ["share.not-found: revoked"] = w => w.Send(new RevokeShareLinks.Command([ShareLinkId.New(w.Now)])),
        ["share.not-found: viewed"] = w => w.Send(new CountView.Command(ShareLinkId.New(w.Now))),
        ["consent.invitation-not-found: answered"] = w => w.Send(new AnswerInvitation.Command(ConsentInvitationId.New(w.Now), true, NoticeId.New(w.Now), "", "en")),
        ["notice.draft-not-found: published"] = w => w.Send(new PublishNotice.Command("en", "")),
        ["delivery.adapter-unknown: received"] = w => w.Send(new ReceiveDelivery.Command("zoom", "key", [new("a", w.Upload)])),
        ["delivery.idempotency-key-missing: received"] = w => w.Send(new ReceiveDelivery.Command("manifest", null, [new("a", w.Upload)])),
        ["delivery.idempotency-key-missing: too long"] = w => w.Send(new ReceiveDelivery.Command("manifest", new string('k', 129), [new("a", w.Upload)])),
        ["delivery.idempotency-key-reused: received"] = w => w.Send(new ReceiveDelivery.Command("janus", w.KnownKey, [new("a", w.Upload)])),
        ["delivery.empty: received"] = w => w.Send(new ReceiveDelivery.Command("manifest", "key", [])),
        ["delivery.path-traversal: received"] = w => w.Send(new ReceiveDelivery.Command("manifest", "key", [new("../a", w.Upload)])),
        ["delivery.name-twice: received"] = w => w.Send(new ReceiveDelivery.Command("manifest", "key", [new("a", w.Upload), new("a", w.Upload)])),
        ["delivery.upload-missing: unknown"] = w => w.Send(new ReceiveDelivery.Command("manifest", "key", [new("a", w.Upload), new("b", UploadId.New(w.Now))])),
        ["delivery.upload-missing: unfinished"] = w => w.Send(new ReceiveDelivery.Command("manifest", "key", [new("a", w.Upload), new("b", w.HalfUpload)])),
        ["delivery.not-found: retried"] = w => w.Send(new RetryDelivery.Command(DeliveryId.New(w.Now))),
        ["delivery.not-found: discarded"] = w => w.Send(new DiscardDelivery.Command(DeliveryId.New(w.Now))),
        ["delivery.not-failed: retried"] = w => w.Send(new RetryDelivery.Command(w.Delivery)),
        ["delivery.not-failed: discarded"] = w => w.Send(new DiscardDelivery.Command(w.Delivery)),
        ["upload.not-found: continued"] = w => w.Append(UploadId.New(w.Now), 0),
        ["upload.not-found: terminated"] = w => w.Send(new TerminateUpload.Command(UploadId.New(w.Now))),
        ["upload.wrong-offset: continued"] = w => w.Append(w.HalfUpload, 0),
        ["upload.too-long: continued"] = w => w.Append(w.HalfUpload, 5, bytes: 6),
        ["upload.length-changed: continued"] = w => w.Append(w.HalfUpload, 5, length: 11),
        ["upload.checksum-mismatch: continued"] = w => w.Append(w.HalfUpload, 5, sha256: new byte[32]),
        ["erasure.not-found: continued"] = w => w.SendAsSystem(new ContinueErasure.Command(new(Guid.CreateVersion7()))),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Says_why_and_writes_nothing(string refusal)
    {
        var before = await world.Bench.Everything();

        var error = await Commands[refusal](world);

        Assert.Equal(refusal[..refusal.IndexOf(':', StringComparison.Ordinal)], error?.Code);
        Assert.Equal(before, await world.Bench.Everything());
    }

    public static TheoryData<string> Forbidden => [Roles.Auditor, Roles.Member, "nobody"];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task An_act_that_the_role_may_not_do_is_refused_before_anything_is_read_or_written(string role)
    {
        var before = await world.Bench.Everything();
        IRequest<Result>[] commands =
        [
            new MoveToBin.Command(world.Kept), new RestoreRecording.Command(world.Binned), new PlaceLegalHold.Command(world.Kept, "CASE-9"),
            new ChangeRetentionPolicy.Command("P1D", 0), new DisposeRecording.Command(world.Binned),
        ];

        foreach (var command in commands)
        {
            await Assert.ThrowsAsync<NotAllowedException>(() => world.Bench.Send(command, role));
        }

        await Assert.ThrowsAsync<NotAllowedException>(() => world.Bench.Send(new RequestErasure.Command(PersonId.New(world.Now)), role));
        Assert.Equal(before, await world.Bench.Everything());
    }

    [Fact]
    public async Task What_only_the_schedule_may_do_an_admin_may_not()
    {
        await Assert.ThrowsAsync<NotAllowedException>(() => world.Bench.Send(new DisposeRecording.Command(world.Binned)));
        await Assert.ThrowsAsync<NotAllowedException>(() => world.Bench.Send(new SweepDisposition.Query()));
    }

    [Fact]
    public async Task Values_that_are_no_values_are_refused_before_the_handler_runs()
    {
        var before = await world.Bench.Everything();

        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new PlaceLegalHold.Command(world.Kept, "")));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new PlaceLegalHold.Command(world.Kept, new string('x', 65))));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new AnnounceCall.Command("", "c", "r", "t", null)));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new MoveParticipant.Command(world.Kept, world.Nobody, ["Germany"], null, null)));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new LeaveCall.Command(world.Kept, world.Nobody, world.Now.AddHours(1))));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new JoinCall.Command(world.Kept, "eve", null, null, "Germany")));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new RecordConsent.Command(world.Kept, world.Ada, (ConsentEventKind)99, "api", null, null)));
        await Assert.ThrowsAsync<ValidationException>(() => world.Bench.Send(new CreateUpload.Command(-1, null)));

        Assert.Equal(before, await world.Bench.Everything());
    }

    [Fact]
    public async Task Another_organization_finds_nothing_of_this_one()
    {
        var other = OrganizationId.New(world.Now);
        await world.Bench.AddOrganization(other);
        var before = await world.Bench.Everything();

        Assert.Equal(RecordingErrors.NotFound, (await world.Bench.Send(other, new MoveToBin.Command(world.Kept), Roles.Of(Roles.Admin))).Error);
        Assert.Equal(DeliveryErrors.NotFound, (await world.Bench.Send(other, new ShowDelivery.Query(world.Delivery), Roles.Of(Roles.Admin))).Error);
        Assert.Empty(await world.Bench.Send(other, new SweepDisposition.Query(), SystemActor.Permissions));

        Assert.Equal(before, await world.Bench.Everything());
    }

    /// <summary>A recording in each state, a delivery, an upload that is done and one that is not.</summary>
    public sealed class World : IAsyncLifetime
    {
        public Workbench Bench { get; private set; } = null!;

        public DateTimeOffset Now => Bench.Clock.GetUtcNow();

        public RecordingId Kept { get; private set; }

        public RecordingId Held { get; private set; }

        public RecordingId Binned { get; private set; }

        /// <summary>It may be played, and nobody in it agreed to sharing.</summary>
        public RecordingId Unshared { get; private set; }

        public RecordingId Destroyed { get; private set; }

        public ParticipantId Ada { get; private set; }

        public DeliveryId Delivery { get; private set; }

        public string KnownKey { get; } = "known";

        public UploadId Upload { get; private set; }

        public UploadId HalfUpload { get; private set; }

        public RecordingId NoRecording => RecordingId.New(Now);

        public ParticipantId Nobody => ParticipantId.New(Now);

        public LegalHoldId NoHold => LegalHoldId.New(Now);

        public async ValueTask InitializeAsync()
        {
            Bench = await Workbench.Create();
            Destroyed = (await Bench.IngestAgreed("ada")).Id;
            await Bench.Send(new MoveToBin.Command(Destroyed));
            Bench.Clock.Advance(TimeSpan.FromDays(40));
            await Bench.Sweep();
            var kept = await Bench.IngestAgreed("ada");
            (Kept, Ada) = (kept.Id, kept.Participant(0).Id);
            var unshared = await Bench.IngestAgreed("ada");
            Unshared = unshared.Id;
            Bench.Clock.Advance(TimeSpan.FromMilliseconds(1)); // after what was agreed to
            Assert.Null((await Bench.Send(new RecordConsent.Command(unshared.Id, unshared.Participant(0).Id, ConsentEventKind.Withdrawn, "api", "en", null, null, [Purpose.Sharing]))).Error);
            Binned = (await Bench.IngestAgreed("ada")).Id;
            await Bench.Send(new MoveToBin.Command(Binned));
            Held = (await Bench.IngestAgreed("ada")).Id;
            await Bench.Send(new PlaceLegalHold.Command(Held, "CASE-7"));
            Delivery = await new Call("known", Now, "ada").Deliver(Bench, KnownKey);
            Upload = await Call.Upload(Bench, [1, 2, 3]);
            HalfUpload = (await Bench.Send(new CreateUpload.Command(10, null))).Value.Id;
            Assert.Null(await Append(HalfUpload, 0));
        }

        public ValueTask DisposeAsync() => Bench.DisposeAsync();

        internal async Task<Error?> Send<T>(IRequest<T> command)
            where T : IOutcome => (await Bench.Send(command)).Error;

        internal async Task<Error?> SendAsSystem<T>(IRequest<T> command)
            where T : IOutcome => (await Bench.SendAsSystem(command)).Error;

        internal async Task<Error?> Append(UploadId upload, long offset, int bytes = 5, long? length = null, byte[]? sha256 = null)
        {
            using var body = new MemoryStream(new byte[bytes]);
            return await Send(new AppendToUpload.Command(upload, offset, length, sha256, body));
        }
    }
}
