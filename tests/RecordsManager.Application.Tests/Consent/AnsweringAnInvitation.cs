using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class AnsweringAnInvitation : OnTheWorkbench
{
    private Recording _recording = null!;
    private ConsentInvitationId _invitation;
    private Notice _notice = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada"));
        _notice = new Notice(NoticeId.New(Bench.Clock.GetUtcNow()), Bench.Organization, 1, "en", NoticeText.Of("May we keep it?", "This call was recorded.", []), Bench.Clock.GetUtcNow());
        await Bench.In(Bench.Organization, async services =>
        {
            services.GetRequiredService<IWriteDb>().Add(_notice);
            await services.GetRequiredService<IUnitOfWork>().Commit(TestContext.Current.CancellationToken);
        });
        _invitation = (await Bench.Send(new InviteToConsent.Command(_recording.Id, _recording.Participant(0).Id))).Value.Id;
    }

    [Fact]
    public async Task Yes_plays_no_takes_it_back_and_yes_again_plays_again()
    {
        Assert.Null(await Answer(true));
        Assert.Equal(TrackState.Cleared, await State());

        Assert.Null(await Answer(false));
        Assert.Equal(TrackState.Quarantined, await State());

        Assert.Null(await Answer(true));
        Assert.Equal(TrackState.Cleared, await State());

        Assert.Equal(
            ["consent.granted", "consent.withdrawn", "consent.granted"],
            (await Bench.Kinds(_recording.Id)).Where(k => k is "consent.granted" or "consent.withdrawn" or "consent.refused"));
    }

    [Fact]
    public async Task A_first_no_is_a_refusal()
    {
        Assert.Null(await Answer(false));

        Assert.Equal(TrackState.Quarantined, await State());
        Assert.Contains("consent.refused", await Bench.Kinds(_recording.Id));
    }

    [Fact]
    public async Task Keeps_which_text_was_shown_in_which_language()
    {
        await Answer(true);

        var happened = (await Bench.Read(db => Task.FromResult(db.ConsentEvents.ToList()))).Single();
        Assert.Equal(
            ("click", _notice.Id, _notice.Sha256, "en", Bench.Clock.GetUtcNow()),
            (happened.Method, happened.Notice!.Value, happened.NoticeSha256, happened.Language, happened.At));
    }

    [Fact]
    public async Task To_a_text_that_was_not_the_one_shown_is_refused_and_writes_nothing()
    {
        var before = await Bench.Everything();

        var answered = await Bench.Send(new AnswerInvitation.Command(_invitation, true, _notice.Id, new string('2', 64), "en"), "nobody");

        Assert.Equal(ConsentErrors.NoticeChanged, answered.Error);
        Assert.Equal(before, await Bench.Everything());
    }

    [Fact]
    public async Task Can_be_taken_back_for_as_long_as_the_recording_is_kept()
    {
        await Answer(true);
        Bench.Clock.MoveTo(_recording.KeepUntil!.Value.AddSeconds(-1));

        Assert.Null(await Answer(false));

        Assert.Equal(TrackState.Quarantined, await State());
    }

    [Fact]
    public async Task After_the_invitation_has_expired_is_refused_and_writes_nothing()
    {
        Bench.Clock.MoveTo(_recording.KeepUntil!.Value);
        var before = await Bench.Everything();

        Assert.Equal(ConsentErrors.InvitationNotFound, await Answer(true));
        Assert.Equal(ConsentErrors.InvitationNotFound, (await Bench.Send(new ShowInvitation.Query(_invitation, "en"), "nobody")).Error);

        Assert.Equal(before, await Bench.Everything());
    }

    [Fact]
    public async Task By_somebody_who_was_erased_meanwhile_is_refused_and_writes_nothing()
    {
        await Bench.Send(new RequestErasure.Command(_recording.PersonCalled(0)));
        var before = await Bench.Everything();

        Assert.Equal(ConsentErrors.PersonErased, await Answer(true));

        Assert.Equal(before, await Bench.Everything());
    }

    private async Task<Domain.Error?> Answer(bool agrees)
    {
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (await Bench.Send(new AnswerInvitation.Command(_invitation, agrees, _notice.Id, _notice.Sha256, "en"), "nobody")).Error;
    }

    private async Task<TrackState> State() => (await Bench.Recording(_recording.Id)).TrackOf(0).State;
}
