using RecordsManager.Application.Consent;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Consent;

/// <summary>From the announcement to the end, as the SFU is told: who may be captured, and what else is to be done.</summary>
public sealed class RunningALiveCall : IAsyncLifetime
{
    private const string Nothing = "Pause Pause Pause";
    private const string Everything = "Start Start Start";

    private Workbench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create(establishedIn: "US-TX");

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_announcement_with_its_participants_says_what_each_is_asked_and_where()
    {
        var call = await LiveCall.Announce(_bench, CallMedium.Video, LiveCall.Somebody("ada", "US-TX"), LiveCall.Somebody("ben", "DE"));

        var view = (await _bench.Send(new ShowCall.Query(call.Id))).Value;

        Assert.Equal(2, view.Participants.Count);
        Assert.All(view.Participants, p =>
        {
            Assert.NotNull(p.Token);
            Assert.Equal((ConsentModel.ExplicitOptIn, "DE", CapturePresence.Expected), (p.Decision.Model, p.Decision.Rule, p.Decision.Presence));
            Assert.Equal((NoticeForm.Told, AnswerForm.OptIn, AnswerTime.BeforeCapture), (p.Decision.Requirement.Notice, p.Decision.Requirement.Answer, p.Decision.Requirement.When));
            Assert.Equal(["deliver-notice", "request-consent"], p.Decision.Actions);
            Assert.Contains(p.Decision.Because, b => b is { Code: "STRICTEST_WINS", Jurisdiction: "DE" });
        });
        Assert.Equal(view.Participants[0].Decision.Participant, view.Initiator);
    }

    [Fact]
    public async Task Announcing_again_is_the_same_call_the_same_people_and_the_same_addresses()
    {
        var first = await LiveCall.Announce(_bench, CallMedium.Video, LiveCall.Somebody("ada", "US-TX"), LiveCall.Somebody("ben", "DE"));
        var shown = (await _bench.Send(new ShowCall.Query(first.Id))).Value;
        var entries = (await _bench.Ledger()).Count;

        var second = await LiveCall.Announce(_bench, CallMedium.Video, LiveCall.Somebody("ada", "US-TX"), LiveCall.Somebody("ben", "DE"));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(shown.Participants.Select(p => p.Token), (await _bench.Send(new ShowCall.Query(second.Id))).Value.Participants.Select(p => p.Token));
        Assert.Equal(entries, (await _bench.Ledger()).Count);
    }

    [Fact]
    public async Task Who_comes_back_is_the_same_participant_with_the_same_answer_and_a_new_stay()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        await call.Says(ada, ConsentEventKind.Granted, 2);
        await call.Leaves(ada, 10);
        Assert.Equal("Stop Stop Stop", await call.Actions(ada));

        Assert.Equal(ada, await call.Joins("ada", 20, "DE"));

        Assert.Equal(Everything, await call.Actions(ada));
        Assert.Equal([new Visit(call.At(1), call.At(10)), new Visit(call.At(20), null)], (await call.Participant(ada)).Visits);
    }

    [Fact]
    public async Task Somebody_who_moves_from_Texas_to_California_changes_what_everybody_is_asked_at_once()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "US-TX");
        var ben = await call.Joins("ben", 1, "US-TX");
        await call.Says(ada, ConsentEventKind.Notified, 2);
        await call.Says(ben, ConsentEventKind.Notified, 2);
        await call.Says(ada, ConsentEventKind.Granted, 3);
        Assert.Equal((ConsentModel.OneParty, Everything, Everything), ((await call.Decision(ben)).Model, await call.Actions(ada), await call.Actions(ben)));

        await call.Moves(ben, "US-CA", 30);

        foreach (var who in (ParticipantId[])[ada, ben])
        {
            var decision = await call.Decision(who);
            Assert.Equal((ConsentModel.AllParty, "US-CA"), (decision.Model, decision.Rule));
            Assert.NotEqual(AnswerForm.None, decision.Requirement.Answer);
            Assert.Contains(decision.Because, b => b.Code == "STRICTEST_WINS" && b.CausedBy == ben);
        }

        Assert.Equal(Nothing, await call.Actions(ben));
        Assert.Contains("request-consent", (await call.Decision(ben)).Actions);
        Assert.Equal("US-TX", (await call.Participant(ben)).WhereaboutsAt(call.At(29))!.Locations.Single());
        Assert.Contains("participant.moved", await _bench.Kinds(call.Id));
    }

    [Fact]
    public async Task When_the_one_from_California_has_left_Texas_decides_again_for_those_who_are_here()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "US-TX");
        var ben = await call.Joins("ben", 1, "US-CA");
        await call.Says(ada, ConsentEventKind.Notified, 2);
        Assert.Equal(ConsentModel.AllParty, (await call.Decision(ada)).Model);

        await call.Leaves(ben, 30);

        Assert.Equal(ConsentModel.OneParty, (await call.Decision(ada)).Model);
        Assert.Equal(ConsentModel.AllParty, (await call.Decision(ben)).Model);
    }

    [Fact]
    public async Task A_child_needs_their_own_yes_and_a_guardian_s_and_either_can_take_it_back()
    {
        var call = await LiveCall.Announce(_bench);
        var child = await call.Joins("kim", 1, new ParticipantFacts(Locations: ["DE"], AgeYears: 12));
        await call.Says(child, ConsentEventKind.Granted, 2);
        Assert.Equal(Nothing, await call.Actions(child));
        Assert.Contains("request-guardian-consent", (await call.Decision(child)).Actions);
        Assert.Contains("MINOR_GUARDIAN_MISSING", (await call.Decision(child)).Reasons);

        await call.Says(child, ConsentEventKind.Granted, 3, by: ConsentSpeaker.Guardian);
        Assert.Equal(Everything, await call.Actions(child));

        await call.Says(child, ConsentEventKind.Withdrawn, 4, by: ConsentSpeaker.Guardian);
        Assert.False((await call.Decision(child)).MayCapture);
        await call.Says(child, ConsentEventKind.Granted, 5, by: ConsentSpeaker.Guardian);
        await call.Says(child, ConsentEventKind.Withdrawn, 6);
        Assert.Equal("Stop Stop Stop", await call.Actions(child));
    }

    [Fact]
    public async Task A_late_joiner_waits_and_who_is_recorded_already_goes_on_and_is_told_again()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "US-CA");
        await call.Says(ada, ConsentEventKind.Granted, 2);
        Assert.DoesNotContain("reissue-notice", (await call.Decision(ada)).Actions);

        var ben = await call.Joins("ben", 60, "US-CA");

        Assert.Equal((Everything, Nothing), (await call.Actions(ada), await call.Actions(ben)));
        Assert.Contains("reissue-notice", (await call.Decision(ada)).Actions);
        Assert.Equal(["deliver-notice", "request-consent"], (await call.Decision(ben)).Actions);
        Assert.Equal("LATE_JOINER_PENDING", (await call.Decision(ben)).Reasons[0]);

        await call.Says(ada, ConsentEventKind.Notified, 61);
        await call.Says(ben, ConsentEventKind.Granted, 62);

        Assert.Equal((Everything, Everything), (await call.Actions(ada), await call.Actions(ben)));
        Assert.DoesNotContain("reissue-notice", (await call.Decision(ada)).Actions);
    }

    [Fact]
    public async Task The_initiator_leaves_and_the_recording_of_the_others_goes_on()
    {
        var call = await LiveCall.Announce(_bench, CallMedium.Video, LiveCall.Somebody("ada", "DE"));
        var ada = await call.Joins("ada", 1);
        var ben = await call.Joins("ben", 1, "DE");
        await call.Says(ada, ConsentEventKind.Granted, 2);
        await call.Says(ben, ConsentEventKind.Granted, 2);

        await call.Leaves(ada, 30);

        Assert.Equal(("Stop Stop Stop", Everything), (await call.Actions(ada), await call.Actions(ben)));
        Assert.True((await call.State()).IsLive);
    }

    [Fact]
    public async Task Taken_back_in_mid_call_it_stops_for_that_person_from_then_on_and_for_nobody_else()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        var ben = await call.Joins("ben", 1, "DE");
        await call.Says(ada, ConsentEventKind.Granted, 2);
        await call.Says(ben, ConsentEventKind.Granted, 2);

        await call.Says(ada, ConsentEventKind.Withdrawn, 30);

        Assert.Equal(("Stop Stop Stop", Everything), (await call.Actions(ada), await call.Actions(ben)));
        Assert.Equal(WithdrawalReach.Onward, (await call.Events())[^1].Reach);
    }

    [Fact]
    public async Task Taken_back_after_the_call_it_reaches_everything_unless_it_is_told_late_that_it_was_during_the_call()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        await call.Says(ada, ConsentEventKind.Granted, 2);
        await call.Ends(60);

        await call.Says(ada, ConsentEventKind.Withdrawn, 50, told: 100);
        await call.Says(ada, ConsentEventKind.Granted, 101);
        await call.Says(ada, ConsentEventKind.Withdrawn, 102);

        Assert.Equal([WithdrawalReach.Onward, WithdrawalReach.Everything], (await call.Events()).Where(e => e.Kind == ConsentEventKind.Withdrawn).Select(e => e.Reach!.Value));
    }

    [Fact]
    public async Task A_refusal_costs_one_track_and_not_the_recording()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        var ben = await call.Joins("ben", 1, "DE");
        await call.Says(ben, ConsentEventKind.Granted, 2);

        await call.Says(ada, ConsentEventKind.Refused, 3);

        Assert.Equal(("ExcludeTrack ExcludeTrack ExcludeTrack", Everything), (await call.Actions(ada), await call.Actions(ben)));
        Assert.DoesNotContain("request-consent", (await call.Decision(ada)).Actions); // asked once; not pressed
    }

    [Fact]
    public async Task Heard_and_not_seen_is_an_answer()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");

        await call.Says(ada, ConsentEventKind.Granted, 2, MediaKinds.Audio);

        Assert.Equal("Start ExcludeTrack ExcludeTrack", await call.Actions(ada));
        Assert.True((await call.Decision(ada)).MayCapture);
    }

    [Fact]
    public async Task The_same_told_twice_is_one_event_and_one_stay()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        await call.Joins("ada", 1, "DE");
        var first = await call.Says(ada, ConsentEventKind.Granted, 2);
        var entries = (await _bench.Ledger()).Count;

        Assert.Equal(first, await call.Says(ada, ConsentEventKind.Granted, 2, told: 9));

        Assert.Single(await call.Events());
        Assert.Single((await call.Participant(ada)).Visits);
        Assert.Equal(entries, (await _bench.Ledger()).Count);
    }

    [Fact]
    public async Task What_is_told_in_the_wrong_order_counts_in_the_order_in_which_it_happened()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        await call.Says(ada, ConsentEventKind.Withdrawn, 20);
        await call.Leaves(ada, 25);

        await call.Says(ada, ConsentEventKind.Granted, 10, told: 30);
        await call.Joins("ada", 22, told: 31);
        await call.Leaves(ada, 21, told: 32);

        Assert.False((await call.Decision(ada)).MayCapture);
        Assert.Contains("CONSENT_WITHDRAWN", (await call.Decision(ada)).Reasons);
        Assert.Equal([new Visit(call.At(1), call.At(21)), new Visit(call.At(22), call.At(25))], (await call.Participant(ada)).Visits);
    }

    [Fact]
    public async Task After_the_end_everything_stops_and_who_comes_then_is_refused()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, "DE");
        await call.Says(ada, ConsentEventKind.Granted, 2);

        await call.Ends(60);
        await call.Ends(70);

        var late = await _bench.Send(new JoinCall.Command(call.Id, "ben", "ben", null, "DE") { At = call.At(65) });
        Assert.Equal(RecordingErrors.CallEnded, late.Error);
        var view = await call.Decisions();
        Assert.False(view.IsLive);
        Assert.Equal("Stop Stop Stop", string.Join(' ', Assert.Single(view.Participants).Media.Select(m => m.Action)));
        Assert.Equal([Stretch.FromSeconds(1, 60)], (await call.Participant(ada)).Presence);
    }

    [Fact]
    public async Task Thirty_who_come_in_the_same_moment_are_all_in_and_nobody_has_to_try_again()
    {
        var call = await LiveCall.Announce(_bench);

        var joined = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => _bench.Send(new JoinCall.Command(call.Id, $"p{i}", null, null, "DE")))));

        Assert.All(joined, j => Assert.Null(j.Error));
        Assert.Equal(30, (await call.State()).Participants.Count(p => p.IsPresent));
        await _bench.ChainHolds();
    }

    [Fact]
    public async Task Where_somebody_is_and_what_they_speak_stands_in_no_entry_of_the_ledger()
    {
        var call = await LiveCall.Announce(_bench);
        var ada = await call.Joins("ada", 1, new ParticipantFacts(Locations: ["US-TX"], Language: "es-MX", AgeYears: 44));
        await call.Moves(ada, "US-CA", 10);

        Assert.All(await _bench.Ledger(), entry => Assert.All(
            (string[])["US-TX", "US-CA", "es-MX", "adult"], value => Assert.DoesNotContain(value, entry.Leaf, StringComparison.OrdinalIgnoreCase)));
    }
}
