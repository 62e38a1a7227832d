using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class LookingAtMyRecordings : OnTheWorkbench
{
    private Recording _recording = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob"));
        Bench.Clock.Advance(TimeSpan.FromHours(1)); // the call is over
        await Agree(0, "recording", "transcription", "ai", "sharing");
    }

    [Fact]
    public async Task One_sees_all_one_answered_and_ones_recordings_and_can_answer_again()
    {
        await Bench.Ingest(new Call("call-2", Bench.Clock.GetUtcNow(), "ada"));
        await Bench.Ingest(new Call("call-3", Bench.Clock.GetUtcNow(), "bob"));
        var (ada, bob) = (await Bench.OpenMyRecordings(_recording, 0), await Bench.OpenMyRecordings(_recording, 1));

        var view = await View(ada);
        Assert.Equal(("ada by name", 2), (view.Name, view.Recordings.Count));
        var first = view.Recordings.Single(r => r.Recording == _recording.Id);
        Assert.Equal([ConsentEventKind.Granted], first.Answers.Select(a => a.Kind));
        Assert.Equal((ShowMyRecordings.MyPart.Kept, 4), (first.State, first.AgreedTo.Count));

        Assert.Null((await Bench.Send(new ReopenMyQuestion.Command(ada, _recording.Id), "nobody")).Error);
        var other = view.Recordings.Single(r => r.Recording != _recording.Id).Recording;
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new ReopenMyQuestion.Command(bob, other), "nobody")).Error);
    }

    [Theory]
    [InlineData("transcription")]
    [InlineData("ai")]
    [InlineData("sharing")]
    public async Task One_purpose_is_taken_back_and_the_others_stay(string purpose)
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);

        var happened = await Bench.Send(new WithdrawPurpose.Command(mine, _recording.Id, purpose, "de"), "nobody");

        Assert.Equal(Purpose.All.Where(p => p != purpose), (await View(mine)).Recordings.Single().AgreedTo);
        Assert.Equal(ShowMyRecordings.MyPart.Kept, (await View(mine)).Recordings.Single().State);
        var told = await Bench.Read(db => Task.FromResult(db.ConsentEvents.Single(e => e.Id == happened.Value)));
        Assert.Equal((ConsentEventKind.Withdrawn, "click", "de"), (told.Kind, told.Method, told.Language));
        Assert.Equal([purpose], told.Purposes);
        Assert.Equal(purpose, Assert.Single(await Entries("consent.withdrawn")).Details["purposes"]);

        // Twice is not possible: nothing is left to take back.
        Assert.Equal(ConsentErrors.NothingToWithdraw, (await Bench.Send(new WithdrawPurpose.Command(mine, _recording.Id, purpose, "de"), "nobody")).Error);
    }

    [Fact]
    public async Task Taking_back_the_recording_takes_back_all_and_locks_the_part()
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);

        await Bench.Send(new WithdrawPurpose.Command(mine, _recording.Id, Purpose.Recording, "en"), "nobody");

        var row = (await View(mine)).Recordings.Single();
        Assert.Equal((ShowMyRecordings.MyPart.Locked, 0), (row.State, row.AgreedTo.Count));
        Assert.Equal("recording transcription ai sharing", Assert.Single(await Entries("consent.withdrawn")).Details["purposes"]);
    }

    [Fact]
    public async Task Nobody_takes_back_what_another_agreed_to()
    {
        var bob = await Bench.OpenMyRecordings(_recording, 1);
        var alone = await Bench.Ingest(new Call("call-2", Bench.Clock.GetUtcNow(), "ada"));
        var before = await Bench.Everything();

        Assert.Equal(ConsentErrors.NothingToWithdraw, (await Bench.Send(new WithdrawPurpose.Command(bob, _recording.Id, Purpose.Sharing, "en"), "nobody")).Error);
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new WithdrawPurpose.Command(bob, alone.Id, Purpose.Recording, "en"), "nobody")).Error);

        Assert.Equal(before, await Bench.Everything());
    }

    [Fact]
    public async Task The_address_ends_after_its_term_however_often_it_was_used_and_a_question_gives_another()
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);
        foreach (var _ in Enumerable.Range(0, 8))
        {
            Bench.Clock.Advance(TimeSpan.FromDays(11));
            await View(mine);
        }

        Bench.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        await View(mine);
        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await Refused(mine);

        var another = await Bench.OpenMyRecordings(_recording, 0);
        Assert.NotEqual(mine, another);
        await View(another);
        await Refused(mine); // the old address stays dead
    }

    [Fact]
    public async Task Going_there_twice_in_a_day_is_one_address_and_later_it_is_a_new_one()
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);
        Assert.Equal(mine, await Bench.OpenMyRecordings(_recording, 0));
        Bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(mine, await Bench.OpenMyRecordings(_recording, 0));

        Assert.Equal(2, (await Entries("my-recordings.opened")).Count);
    }

    [Fact]
    public async Task Revoked_it_is_dead_with_every_question_from_before_and_the_ledger_tells_it()
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);
        var before = (await Bench.Send(new InviteToConsent.Command(_recording.Id, _recording.Participant(0).Id))).Value.Id;
        var bob = await Bench.OpenMyRecordings(_recording, 1);
        var ada = _recording.PersonCalled(0);

        Assert.Equal(Result.Ok, await Bench.Send(new RevokeMyRecordings.Command(ada)));

        await Refused(mine);
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new OpenMyRecordings.Command(before), "nobody")).Error);
        await View(bob);
        Assert.Equal(ada.ToString(), Assert.Single(await Entries("my-recordings.revoked")).PersonId?.ToString());
        await Bench.ChainHolds();

        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await View(await Bench.OpenMyRecordings(_recording, 0)); // asked anew, they get in again
        await Refused(mine);
    }

    [Fact]
    public async Task Only_who_may_write_consent_revokes_and_only_whom_there_is()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Bench.Send(new RevokeMyRecordings.Command(_recording.PersonCalled(0)), Roles.Auditor));
        Assert.Equal(ErasureErrors.PersonNotFound, (await Bench.Send(new RevokeMyRecordings.Command(PersonId.New(Bench.Clock.GetUtcNow())))).Error);
        Assert.Empty(await Entries("my-recordings.revoked"));
    }

    [Fact]
    public async Task Who_was_erased_has_no_page_and_cannot_get_one()
    {
        var mine = await Bench.OpenMyRecordings(_recording, 0);
        var invitation = (await Bench.Send(new InviteToConsent.Command(_recording.Id, _recording.Participant(0).Id))).Value.Id;
        await Bench.Send(new RequestErasure.Command(_recording.PersonCalled(0)));

        await Refused(mine);
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new OpenMyRecordings.Command(invitation), "nobody")).Error);
    }

    [Fact]
    public Task An_address_that_was_never_made_is_refused_like_a_dead_one() => Refused(MyRecordingsLinkId.New(Bench.Clock.GetUtcNow()));

    private async Task<ShowMyRecordings.View> View(MyRecordingsLinkId mine)
    {
        var view = await Bench.Send(new ShowMyRecordings.Query(mine), "nobody");
        Assert.Null(view.Error);
        return view.Value;
    }

    private async Task Refused(MyRecordingsLinkId mine)
    {
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new ShowMyRecordings.Query(mine), "nobody")).Error);
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new WithdrawPurpose.Command(mine, _recording.Id, Purpose.Recording, "en"), "nobody")).Error);
        Assert.Equal(ConsentErrors.MyRecordingsNotFound, (await Bench.Send(new ReopenMyQuestion.Command(mine, _recording.Id), "nobody")).Error);
    }

    private async Task Agree(int ordinal, params string[] purposes)
    {
        var told = await Bench.Send(new RecordConsent.Command(_recording.Id, _recording.Participant(ordinal).Id, ConsentEventKind.Granted, "api", null, null, Purposes: purposes));
        Assert.Null(told.Error);
        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<IReadOnlyList<LedgerLine>> Entries(string kind) => (await Bench.Send(new SearchTrail.Query(new TrailFilter(kind)))).Lines;
}
