using System.Text.Json.Nodes;
using Npgsql;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Application.Tests.Consent;

public sealed class InstallingRulePacks : OnTheWorkbench
{
    private static string BuiltIn => BuiltInRulePack.Load().Version;

    [Fact]
    public async Task A_decision_on_a_call_before_its_day_stays_as_it_was_and_one_after_is_made_by_it()
    {
        var before = await OneOfTwoAgreed("before");
        var decided = await Decide(before);
        var day = Bench.Clock.GetUtcNow().AddDays(1);
        await Install(Pack("mine.1", "one-party"), day);
        Bench.Clock.MoveTo(day.AddHours(1));
        var after = await OneOfTwoAgreed("after");

        var (old, young) = (await Decide(before), await Decide(after));

        Assert.Equal((BuiltIn, true, false), (old.RulePack, MayPlay(old, 0), MayPlay(old, 1)));
        Assert.Equal(decided.Participants.Select(p => p.Decision.Codes), old.Participants.Select(p => p.Decision.Codes));
        Assert.Equal(("mine.1", true, true), (young.RulePack, MayPlay(young, 0), MayPlay(young, 1)));
        Assert.Equal((TrackState.Quarantined, TrackState.Cleared), ((await Bench.Recording(before.Id)).TrackOf(1).State, (await Bench.Recording(after.Id)).TrackOf(1).State));

        // What comes later for the old call is still judged by the rules of its time.
        await Bench.Says(before, before.Participant(1), ConsentEventKind.Notified);
        Assert.Equal((BuiltIn, false), ((await Decide(before)).RulePack, MayPlay(await Decide(before), 1)));
    }

    [Fact]
    public async Task A_call_that_runs_is_decided_by_the_new_rules_from_their_moment_on()
    {
        var call = await LiveCall.Announce(Bench);
        var ada = await call.Joins("ada", 1, "US-NY");
        var ben = await call.Joins("ben", 2, "US-NY");
        await call.Says(ada, ConsentEventKind.Granted, 3);
        await call.Says(ben, ConsentEventKind.Notified, 3);
        await Install(Pack("mine.1", "one-party"), null); // ours is Germany, which would decide for everybody
        Assert.Equal("Start Start Start", await call.Actions(ben));

        await Install(Pack("mine.2", "explicit-opt-in"), call.At(20));

        var view = await call.Decisions();
        Assert.Equal((call.At(20), "Start Start Start"), (view.ChangesAt, await call.Actions(ben)));
        Bench.Clock.MoveTo(call.At(20));
        Assert.NotEqual("Start Start Start", await call.Actions(ben));
        Assert.Equal(("mine.2", null), ((await call.Decision(ben)).RulePack, (await call.Decisions()).ChangesAt));
    }

    [Fact]
    public async Task What_it_would_change_is_said_before_by_place_and_by_call_and_nothing_is_changed()
    {
        var recording = await OneOfTwoAgreed("call");

        var plan = (await Bench.Send(new SimulateRulePack.Query(Pack("mine.1", "one-party")))).Value;

        Assert.Equal((BuiltIn, "mine.1", 1), (plan.Replaces, plan.Version, plan.Calls));
        Assert.Contains(plan.Changes, c => c.Code == "DE" && c.Fields.Any(f => f is { Field: "rule, video", Becomes: "one-party" }));
        var effect = Assert.Single(plan.Alike, e => e.MayPlayNow != e.MayPlayThen);
        Assert.Equal((recording.Participant(1).Id, ConsentModel.OneParty), (effect.Participant, effect.ModelThen));
        Assert.Empty((await Bench.Send(new ListRulePacks.Query())).Packs);
        Assert.Equal(BuiltIn, (await Decide(recording)).RulePack);
    }

    [Fact]
    public async Task It_is_refused_with_what_is_wrong_with_it()
    {
        await Install(Pack("mine.1", "one-party"), null);
        var now = Bench.Clock.GetUtcNow();

        Assert.Equal(RuleErrors.VersionTaken, await Refused(Pack("mine.1", "notice")));
        Assert.Equal(RuleErrors.EffectInThePast, await Refused(Pack("mine.2", "notice"), now.AddSeconds(-1)));
        Assert.Equal("pack.jurisdictions: expected a rule for ZZ, the unknown place, not nothing.", (await Refused("{}")).Message);
        Assert.StartsWith("jurisdictions US.safeDefault: expected one of one-party", (await Refused(Pack("mine.2", "whatever"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("pack is no JSON", (await Refused("no JSON")).Message, StringComparison.Ordinal);
        Assert.Equal(RuleErrors.TooLarge, await Refused(new string(' ', 2 * 1024 * 1024) + "[]"));
        Assert.Equal(RuleErrors.PlanStale, (await Bench.Send(new InstallRulePack.Command(Pack("mine.2", "notice"), null, "another plan"))).Error);
        Assert.Equal(["mine.1", BuiltIn], await Versions());
    }

    [Fact]
    public async Task It_can_be_withdrawn_until_its_day()
    {
        var day = Bench.Clock.GetUtcNow().AddDays(1);
        var number = await Install(Pack("mine.1", "one-party"), day);
        var kept = await Install(Pack("mine.2", "notice"), day);

        Assert.Null((await Bench.Send(new WithdrawRulePack.Command(number))).Error);
        Assert.Null((await Bench.Send(new WithdrawRulePack.Command(number))).Error);
        Bench.Clock.MoveTo(day);

        Assert.Equal(RuleErrors.AlreadyInEffect, (await Bench.Send(new WithdrawRulePack.Command(kept))).Error);
        Assert.Equal(RuleErrors.NotFound, (await Bench.Send(new WithdrawRulePack.Command(99))).Error);
        Assert.Equal([(RulePackState.InForce, "mine.2"), (RulePackState.Withdrawn, "mine.1"), (RulePackState.Superseded, BuiltIn)], (await Bench.Send(new ListRulePacks.Query())).Packs.Select(p => (p.State, p.Pack.Version)));
        Assert.Single((await Bench.Send(new SearchTrail.Query(new TrailFilter("rules.withdrawn")))).Lines);
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Its_text_is_kept_with_both_tables_and_its_hash_is_on_the_ledger()
    {
        var number = await Install(Pack("mine.1", "one-party"), null);

        var kept = (await Bench.Send(new ReadRulePack.Query(number))).Value;

        Assert.Equal(BuiltInRulePack.Load().Regimes.Keys.Order(), RulePackReader.Read(kept.Document).Regimes.Keys.Order());
        var entry = Assert.Single((await Bench.Send(new SearchTrail.Query(new TrailFilter("rules.installed")))).Lines, l => l.Details["origin"] == "own");
        Assert.Equal((kept.Sha256, "mine.1"), (entry.Details["sha256"], entry.Details["rulePack"]));
        Assert.Equal(kept.Sha256, InstalledRulePack.HashOf(kept.Document));
    }

    [Fact]
    public async Task The_rules_that_ship_are_kept_for_the_next_version_and_never_push_aside_our_own()
    {
        await Adopt();
        await Adopt();
        var first = Assert.Single((await Bench.Send(new ListRulePacks.Query())).Packs);
        Assert.Equal((RulePackState.InForce, BuiltIn, DateTimeOffset.UnixEpoch), (first.State, first.Pack.Version, first.Pack.EffectiveFrom));
        Assert.Equal(BuiltInRulePack.Document, (await Bench.Send(new ReadRulePack.Query(1))).Value.Document);

        await Install(Pack("mine.1", "one-party"), null);
        await Adopt();

        var view = await Bench.Send(new ListRulePacks.Query());
        Assert.Equal([(RulePackState.InForce, "mine.1"), (RulePackState.Superseded, BuiltIn)], view.Packs.Select(p => (p.State, p.Pack.Version)));
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task The_database_lets_nobody_rewrite_or_withdraw_what_decided()
    {
        await Install(Pack("mine.1", "one-party"), null);

        foreach (var change in (string[])["set document = '[]'", "set effective_from = now() + interval '1 year'", "set withdrawn_at = now() + interval '1 year'"])
        {
            await Assert.ThrowsAnyAsync<PostgresException>(() => AsSuperuser($"update rule_packs {change}"));
        }

        await Assert.ThrowsAnyAsync<PostgresException>(() => AsSuperuser("delete from rule_packs"));
    }

    [Fact]
    public async Task An_override_that_ends_closes_again_what_it_opened_and_says_so_on_the_ledger()
    {
        var now = Bench.Clock.GetUtcNow();
        var terms = new PolicyTerms { Overrides = [.. ((string[])["DE", "EU"]).Select(place => new PlaceOverride(place, ConsentModel.OneParty, "Opinion of 3 November", "§ 201 StGB, opinion", "", now, now.AddDays(1)))] };
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value;
        Assert.Equal(1, (await Bench.Send(new ChangeConsentPolicy.Command(terms, plan.Plan))).Value);
        var recording = await OneOfTwoAgreed("call");
        Assert.Equal(TrackState.Cleared, (await Bench.Recording(recording.Id)).TrackOf(1).State);

        await EndOverrides();
        Assert.Equal(TrackState.Cleared, (await Bench.Recording(recording.Id)).TrackOf(1).State);
        Bench.Clock.MoveTo(now.AddDays(1));
        await EndOverrides();
        await EndOverrides();

        Assert.Equal(TrackState.Quarantined, (await Bench.Recording(recording.Id)).TrackOf(1).State);
        var policy = await Bench.Send(new ShowConsentPolicy.Query());
        Assert.Equal((2, 0), (policy.Version, policy.Terms.Overrides.Count));
        Assert.Equal(2, (await Bench.Send(new SearchTrail.Query(new TrailFilter("policy.override-removed")))).Lines.Count);
        await Bench.ChainHolds();
    }

    private static bool MayPlay(DecisionAsOf.View view, int ordinal) => view.Participants[ordinal].Decision.MayPlay;

    /// <summary>The places that ship, without the regimes, all with one and the same rule under a version of our own.</summary>
    private static string Pack(string version, string model)
    {
        var places = JsonNode.Parse(BuiltInRulePack.Document)!["jurisdictions"]!.DeepClone().AsArray();
        foreach (var place in places)
        {
            place!["dataVersion"] = version;
            place["safeDefault"] = model;
            place["criminalLawModel"] = "one-party";
            place["byMedium"] = new JsonObject();
        }

        return places.ToJsonString();
    }

    private async Task<int> Install(string pack, DateTimeOffset? from)
    {
        var plan = (await Bench.Send(new SimulateRulePack.Query(pack, from))).Value;
        var installed = await Bench.Send(new InstallRulePack.Command(pack, from, plan.Plan));
        Assert.Null(installed.Error);
        return installed.Value;
    }

    private async Task<IEnumerable<string>> Versions() => (await Bench.Send(new ListRulePacks.Query())).Packs.Select(p => p.Pack.Version);

    private async Task<Domain.Error> Refused(string pack, DateTimeOffset? from = null) => (await Bench.Send(new SimulateRulePack.Query(pack, from))).Error!;

    private async Task AsSuperuser(string sql)
    {
        await using var superuser = new NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(TestContext.Current.CancellationToken);
        await using var change = new NpgsqlCommand(sql, superuser);
        await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task Adopt() => Assert.Null((await Bench.SendAsSystem(new AdoptShippedRules.Command())).Error);

    private async Task EndOverrides() => Assert.Null((await Bench.SendAsSystem(new EndOverrides.Command())).Error);

    private async Task<DecisionAsOf.View> Decide(Recording recording) => (await Bench.Send(new DecisionAsOf.Query(recording.Id))).Value;

    private async Task<Recording> OneOfTwoAgreed(string id)
    {
        var recording = await Bench.Ingest(new Call(id, Bench.Clock.GetUtcNow(), "ada", "bo"));
        Bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        return recording;
    }
}
