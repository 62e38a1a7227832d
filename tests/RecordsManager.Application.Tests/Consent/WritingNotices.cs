using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class WritingNotices : OnTheWorkbench
{
    private static readonly DraftNotice.Command English = new("en", "May we keep it?", "This call is recorded.\r\nAsk us anything. ", [new("recording", "Your voice."), new("ai", "A summary."), new("sharing", "Others watch.")]);

    [Fact]
    public async Task A_draft_is_shown_to_nobody_until_it_is_published_and_then_counts_its_versions()
    {
        var drafted = (await Bench.Send(English)).Value;
        Assert.Empty((await Bench.Send(new ListNotices.Query())).Published);

        Assert.Equal(1, (await Bench.Send(new PublishNotice.Command("en", drafted.Sha256))).Value.Version);
        var second = (await Bench.Send(English with { Title = "May we keep your part?" })).Value;
        Assert.Equal(2, (await Bench.Send(new PublishNotice.Command("en", second.Sha256))).Value.Version);

        var view = await Bench.Send(new ListNotices.Query());
        Assert.Empty(view.Drafts);
        Assert.Equal([(2, true), (1, false)], view.Published.Select(n => (n.Version!.Value, n.InForce)));
        Assert.Equal("This call is recorded.\nAsk us anything.", view.Published[1].Body);
        Assert.Equal(["notice.drafted", "notice.published", "notice.drafted", "notice.published"], (await Bench.Ledger()).Select(e => e.Kind));
    }

    [Fact]
    public async Task Only_the_text_that_was_previewed_is_published()
    {
        var previewed = (await Bench.Send(English)).Value;
        await Bench.Send(English with { Title = "Something else" });
        var before = (await Bench.Ledger()).Count;

        Assert.Equal(NoticeErrors.DraftChanged, (await Bench.Send(new PublishNotice.Command("en", previewed.Sha256))).Error);
        Assert.Equal(NoticeErrors.DraftNotFound, (await Bench.Send(new PublishNotice.Command("de", previewed.Sha256))).Error);

        Assert.Equal(before, (await Bench.Ledger()).Count);
        Assert.Empty((await Bench.Send(new ListNotices.Query())).Published);
    }

    [Fact]
    public async Task What_was_published_cannot_be_changed_even_by_the_databases_superuser()
    {
        await Publish(English);
        await using var superuser = new NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var sql in new[] { "update notices set title = 'x'", "delete from notices", "truncate notices" })
        {
            await using var command = new NpgsqlCommand(sql, superuser);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState);
        }
    }

    [Fact]
    public async Task An_auditor_reads_notices_and_writes_none()
    {
        await Bench.Send(new ListNotices.Query(), Roles.Auditor);
        await Assert.ThrowsAsync<NotAllowedException>(() => Bench.Send(English, Roles.Auditor));
        await Assert.ThrowsAsync<NotAllowedException>(() => Bench.Send(new PublishNotice.Command("en", ""), Roles.Auditor));
    }

    [Fact]
    public async Task A_participant_is_shown_the_parts_that_their_call_asks_for_and_no_others_and_the_event_gives_that_text_again()
    {
        await Publish(English);
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada")); // asks for recording and sharing
        var invitation = (await Bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(0).Id))).Value.Id;

        var shown = (await Bench.Send(new ShowInvitation.Query(invitation, "en-GB"), "nobody")).Value.Notice;
        Assert.Equal(["recording", "sharing"], shown.Asked);
        Assert.Equal("May we keep it?\nThis call is recorded.\nAsk us anything.\nYour voice.\nOthers watch.", shown.Text.Canonical);

        await Bench.Send(English with { Title = "A newer version" });
        Assert.Null((await Bench.Send(new AnswerInvitation.Command(invitation, true, shown.Id, shown.Sha256, "en"), "nobody")).Error);

        var (happened, notice) = await Bench.Read(db => Task.FromResult((db.ConsentEvents.Single(), db.Notices.Single())));
        Assert.Equal(happened.NoticeSha256, notice.Shown(happened.Asked).Sha256);
        Assert.NotEqual(happened.NoticeSha256, notice.Sha256); // the part about AI was not shown
        Assert.Equal(["recording", "sharing"], happened.Purposes);
    }

    [Fact]
    public async Task Some_purposes_and_some_media_can_be_agreed_to_and_none_that_was_not_asked_for()
    {
        await Publish(English);
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));
        var invitation = (await Bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(0).Id))).Value.Id;
        var shown = (await Bench.Send(new ShowInvitation.Query(invitation, "en"), "nobody")).Value.Notice;
        var yes = new AnswerInvitation.Command(invitation, true, shown.Id, shown.Sha256, "en", ["ai"], MediaKinds.Audio | MediaKinds.Chat);

        Assert.Null((await Bench.Send(yes, "nobody")).Error);
        var happened = await Bench.Read(db => Task.FromResult(db.ConsentEvents.Single()));
        Assert.Equal(["recording"], happened.Purposes);
        Assert.Equal(MediaKinds.Audio | MediaKinds.Chat, happened.Media);

        Assert.Equal(ConsentErrors.NothingChosen, (await Bench.Send(yes with { Media = MediaKinds.None }, "nobody")).Error);
    }

    [Fact]
    public async Task A_child_is_kept_only_when_a_guardian_agrees_too_as_an_event_of_its_own()
    {
        await Publish(English);
        var recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada") { Location = null });
        await Bench.In(Bench.Organization, async services =>
        {
            var call = (await services.GetRequiredService<IWriteDb>().Recording(recording.Id, TestContext.Current.CancellationToken))!;
            call.Expect(recording.PersonCalled(0), new ParticipantFacts(Locations: ["DE"], AgeBand: AgeBand.Child), recording.StartedAt, Bench.Clock.GetUtcNow());
            await services.GetRequiredService<IUnitOfWork>().Commit(TestContext.Current.CancellationToken);
        });
        var invitation = (await Bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(0).Id))).Value.Id;
        var view = (await Bench.Send(new ShowInvitation.Query(invitation, "en"), "nobody")).Value;
        Assert.True(view.NeedsGuardian);
        var yes = new AnswerInvitation.Command(invitation, true, view.Notice.Id, view.Notice.Sha256, "en");

        Assert.Null((await Bench.Send(yes, "nobody")).Error);
        Assert.Equal(TrackState.Quarantined, (await Bench.Recording(recording.Id)).TrackOf(0).State);

        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await Bench.Send(yes with { ByGuardian = true }, "nobody")).Error);
        Assert.Equal(TrackState.Cleared, (await Bench.Recording(recording.Id)).TrackOf(0).State);
        Assert.Equal([ConsentSpeaker.Self, ConsentSpeaker.Guardian], await Bench.Read(db => Task.FromResult(db.ConsentEvents.OrderBy(e => e.At).Select(e => e.By).ToList())));
    }

    [Fact]
    public async Task A_withdrawal_reaches_everything_and_in_a_live_call_from_now_on_where_that_is_chosen()
    {
        await Publish(English);
        var recording = (await Bench.Send(new AnnounceCall.Command("acme", "c", "room", "A call", Bench.Clock.GetUtcNow()))).Value;
        var ada = (await Bench.Send(new JoinCall.Command(recording, "ada", "Ada", null, "DE"))).Value;
        var invitation = (await Bench.Send(new InviteToConsent.Command(recording, ada))).Value.Id;
        var view = (await Bench.Send(new ShowInvitation.Query(invitation, "en"), "nobody")).Value;
        Assert.True(view.IsLive);
        var yes = new AnswerInvitation.Command(invitation, true, view.Notice.Id, view.Notice.Sha256, "en");

        await Says(yes);
        await Says(yes with { Agrees = false, Onward = true });
        await Says(yes);
        await Says(yes with { Agrees = false });
        await Says(yes with { Agrees = false });

        Assert.Equal(
            [
                (ConsentEventKind.Granted, null), (ConsentEventKind.Withdrawn, WithdrawalReach.Onward), (ConsentEventKind.Granted, null),
                (ConsentEventKind.Withdrawn, WithdrawalReach.Everything), (ConsentEventKind.Refused, (WithdrawalReach?)null),
            ],
            await Bench.Read(db => Task.FromResult(db.ConsentEvents.OrderBy(e => e.At).AsEnumerable().Select(e => (e.Kind, e.Reach)).ToList())));

        async Task Says(AnswerInvitation.Command command)
        {
            Bench.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null((await Bench.Send(command, "nobody")).Error);
        }
    }

    private async Task Publish(DraftNotice.Command notice)
    {
        var drafted = (await Bench.Send(notice)).Value;
        await Bench.Send(new PublishNotice.Command(notice.Language, drafted.Sha256));
    }
}
