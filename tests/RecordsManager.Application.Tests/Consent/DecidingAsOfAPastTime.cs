using System.Text.Json;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class DecidingAsOfAPastTime : OnTheWorkbench
{
    [Fact]
    public async Task A_decision_is_made_again_byte_for_byte_whatever_came_after_it()
    {
        var recording = await OneOfTwoAgreed();
        var then = Bench.Clock.GetUtcNow();
        var decided = await Decide(recording);
        Bench.Clock.Advance(TimeSpan.FromHours(1));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Withdrawn);
        await Bench.Says(recording, recording.Participant(1), ConsentEventKind.Granted);
        await Put(new PolicyTerms { MissingPartyCosts = MissingParty.Recording });

        var now = await Decide(recording);

        Assert.Equal(Text(decided), Text(await Decide(recording, then)));
        Assert.Equal((0, 1, true), (decided.PolicyVersion, decided.Events, decided.Participants[0].Decision.MayPlay));
        Assert.Equal((1, 3, false), (now.PolicyVersion, now.Events, now.Participants[0].Decision.MayPlay));
        Assert.Equal(BuiltIn, now.RulePack);
    }

    [Fact]
    public async Task What_was_written_later_does_not_count_although_it_speaks_of_an_earlier_time()
    {
        var recording = await Bench.Ingest(new Call("call", Bench.Clock.GetUtcNow(), "ada", "bo"));
        var then = Bench.Clock.GetUtcNow();
        Bench.Clock.Advance(TimeSpan.FromHours(1));
        await Bench.Send(new RecordConsent.Command(recording.Id, recording.Participant(0).Id, ConsentEventKind.Granted, "api", null, null, recording.StartedAt));

        Assert.Equal((0, false), ((await Decide(recording, then)).Events, (await Decide(recording, then)).Participants[0].Decision.MayPlay));
        Assert.Equal((1, true), ((await Decide(recording)).Events, (await Decide(recording)).Participants[0].Decision.MayPlay));
    }

    [Fact]
    public async Task An_override_counts_in_the_time_for_which_it_was_stated()
    {
        var recording = await OneOfTwoAgreed();
        var now = Bench.Clock.GetUtcNow();
        await Put(new PolicyTerms { Overrides = [new PlaceOverride("US", ConsentModel.ProhibitedWithoutPermission, "Works council", null, "", now, now.AddDays(1)), new PlaceOverride("DE", ConsentModel.ProhibitedWithoutPermission, "Works council", null, "", now, now.AddDays(1))] });
        var during = Bench.Clock.GetUtcNow();
        Bench.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Contains("ADMIN_OVERRIDE", (await Decide(recording, during)).Participants[0].Decision.Codes);
        Assert.DoesNotContain("ADMIN_OVERRIDE", (await Decide(recording)).Participants[0].Decision.Codes);
    }

    [Fact]
    public async Task Who_was_not_known_then_is_not_in_it_and_nothing_is_decided_of_what_is_to_come()
    {
        var recording = await OneOfTwoAgreed();

        Assert.Empty((await Decide(recording, recording.Participant(0).Id.MadeAt.AddSeconds(-1))).Participants);
        Assert.Equal(ConsentErrors.AsOfIsToCome, (await Bench.Send(new DecisionAsOf.Query(recording.Id, Bench.Clock.GetUtcNow().AddSeconds(1)))).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Bench.Send(new DecisionAsOf.Query(RecordingId.New(Bench.Clock.GetUtcNow())))).Error);
    }

    private static string BuiltIn => Rules.BuiltInRulePack.Load().Version;

    private async Task<DecisionAsOf.View> Decide(Recording recording, DateTimeOffset? asOf = null) => (await Bench.Send(new DecisionAsOf.Query(recording.Id, asOf))).Value;

    private static string Text(DecisionAsOf.View view) => JsonSerializer.Serialize(view);

    private async Task Put(PolicyTerms terms)
    {
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value;
        Assert.Null((await Bench.Send(new ChangeConsentPolicy.Command(terms, plan.Plan))).Error);
    }

    private async Task<Recording> OneOfTwoAgreed()
    {
        var recording = await Bench.Ingest(new Call("call", Bench.Clock.GetUtcNow(), "ada", "bo"));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        return recording;
    }
}
