using RecordsManager.Application.Consent;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

public sealed class ChangingTheConsentPolicy : OnTheWorkbench
{
    private static readonly PolicyTerms Stricter = new() { MissingPartyCosts = MissingParty.Recording };

    [Fact]
    public async Task A_trial_says_who_would_change_state_and_why_and_changes_nothing()
    {
        var recording = await OneOfTwoAgreed();

        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(Stricter))).Value;

        var effect = Assert.Single(plan.Effects, e => e.MayPlayNow != e.MayPlayThen);
        Assert.Equal((recording.Id, recording.Participant(0).Id, true, false), (effect.Recording, effect.Participant, effect.MayPlayNow, effect.MayPlayThen));
        Assert.Contains(effect.WouldBe, r => r.Code == "OTHER_PARTY_MISSING" && r.CausedBy == recording.Participant(1).Id);
        Assert.Equal(TrackState.Cleared, (await Bench.Recording(recording.Id)).Tracks.Single(t => t.Participant == recording.Participant(0).Id).State);
        Assert.Equal(0, (await Bench.Send(new ShowConsentPolicy.Query())).Version);
    }

    [Fact]
    public async Task What_was_shown_is_what_happens_and_stands_on_the_ledger()
    {
        var recording = await OneOfTwoAgreed();
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(Stricter))).Value;

        Assert.Equal(1, (await Bench.Send(new ChangeConsentPolicy.Command(Stricter, plan.Plan))).Value);

        Assert.All((await Bench.Recording(recording.Id)).Tracks, t => Assert.Equal(TrackState.Quarantined, t.State));
        Assert.Equal((1, MissingParty.Recording), ((await Bench.Send(new ShowConsentPolicy.Query())).Version, (await Bench.Send(new ShowConsentPolicy.Query())).Terms.MissingPartyCosts));
        Assert.NotEmpty((await Bench.Send(new Application.Ledger.SearchTrail.Query(new Application.Ledger.TrailFilter("policy.changed")))).Lines);
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task A_plan_that_no_longer_fits_is_refused()
    {
        var recording = await OneOfTwoAgreed();
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(Stricter))).Value;
        await Bench.Says(recording, recording.Participant(1), ConsentEventKind.Granted);

        Assert.Equal(ConsentErrors.PlanStale, (await Bench.Send(new ChangeConsentPolicy.Command(Stricter, plan.Plan))).Error);
        Assert.Equal(ConsentErrors.PlanStale, (await Bench.Send(new ChangeConsentPolicy.Command(Stricter with { AcceptImplied = true }, plan.Plan))).Error);
        Assert.Equal(0, (await Bench.Send(new ShowConsentPolicy.Query())).Version);
    }

    [Theory]
    [InlineData("US-CA", ConsentModel.OneParty, null, "consent.override-loosens")]
    [InlineData("US-CA", ConsentModel.OneParty, "Cal. Penal Code 633.5", null)]
    [InlineData("US-NY", ConsentModel.AllParty, null, null)]
    [InlineData("DE", ConsentModel.OneParty, " ", "consent.override-loosens")]
    [InlineData("XX", ConsentModel.AllParty, null, "consent.place-unknown")]
    public async Task An_override_below_the_law_needs_a_lawful_basis(string place, ConsentModel model, string? basis, string? refusal)
    {
        var now = Bench.Clock.GetUtcNow();
        var terms = new PolicyTerms { Overrides = [new PlaceOverride(place, model, "Counsel's opinion of 3 November", basis, "", now, now.AddDays(90))] };

        var plan = await Bench.Send(new SimulateConsentPolicy.Query(terms));

        Assert.Equal(refusal, plan.Error?.Code);
        if (refusal is null)
        {
            Assert.Equal(1, (await Bench.Send(new ChangeConsentPolicy.Command(terms, plan.Value.Plan))).Value);
            var stated = Assert.Single((await Bench.Send(new ShowConsentPolicy.Query())).Terms.Overrides);
            Assert.Equal("usr_test", stated.By);
            var entry = Assert.Single((await Bench.Send(new Application.Ledger.SearchTrail.Query(new Application.Ledger.TrailFilter("policy.override-stated")))).Lines);
            Assert.Equal((place, basis ?? ""), (entry.Details["place"], entry.Details["lawfulBasis"]));
        }
    }

    [Fact]
    public async Task An_override_that_is_taken_away_is_on_the_ledger_too()
    {
        var now = Bench.Clock.GetUtcNow();
        await Put(new PolicyTerms { Overrides = [new PlaceOverride("DE", ConsentModel.ProhibitedWithoutPermission, "Works council", null, "", now, now.AddDays(90))] });
        Assert.Empty(await Entries("policy.override-removed"));

        await Put(new PolicyTerms());

        var entry = Assert.Single(await Entries("policy.override-removed"));
        Assert.Equal(("DE", "ProhibitedWithoutPermission", "2"), (entry.Details["place"], entry.Details["model"], entry.Details["version"]));
        await Bench.ChainHolds();
    }

    public static TheoryData<PolicyTerms> AskingLess => new(new PolicyTerms { TrustHints = true }, new PolicyTerms { Basis = LawfulBasis.LegitimateInterests });

    [Theory]
    [MemberData(nameof(AskingLess), DisableDiscoveryEnumeration = true)]
    public async Task Asking_less_than_before_needs_a_lawful_basis_which_goes_on_the_ledger(PolicyTerms terms)
    {
        Assert.Equal(ConsentErrors.TermsLoosen, (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Error);
        Assert.Equal(ConsentErrors.TermsLoosen, (await Bench.Send(new ChangeConsentPolicy.Command(terms with { StatedBasis = " " }, "plan"))).Error);

        await Put(terms with { StatedBasis = "Balancing test of 3 November" });

        Assert.Equal("Balancing test of 3 November", Assert.Single(await Entries("policy.changed")).Details["statedBasis"]);
        await Put(new PolicyTerms()); // back to asking more needs none
    }

    [Theory]
    [InlineData("mailto:privacy@northquay.example", null)]
    [InlineData("https://northquay.example/privacy", null)]
    [InlineData("privacy@northquay.example", "consent.contact-malformed")]
    [InlineData("http://northquay.example", "consent.contact-malformed")]
    [InlineData("mailto:", "consent.contact-malformed")]
    [InlineData("javascript:alert(1)", "consent.contact-malformed")]
    [InlineData("", "consent.contact-malformed")]
    public async Task The_contact_is_an_address_that_can_be_written_to(string contact, string? refusal) =>
        Assert.Equal(refusal, (await Bench.Send(new SimulateConsentPolicy.Query(new PolicyTerms { Contact = contact }))).Error?.Code);

    [Fact]
    public async Task In_one_mixed_file_nobody_can_be_left_out()
    {
        var recording = await OneOfTwoAgreed();

        await Put(new PolicyTerms { IsMixed = true });

        Assert.All((await Bench.Recording(recording.Id)).Tracks, t => Assert.Equal(TrackState.Quarantined, t.State));
        Assert.Equal("mixed", Assert.Single(await Entries("policy.changed")).Details["recordingMode"]);
    }

    [Fact]
    public async Task An_answer_that_does_not_name_a_required_purpose_is_no_consent()
    {
        var recording = await OneOfTwoAgreed();
        var terms = new PolicyTerms { RequiredPurposes = ["recording", "quality"] };

        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value;

        var effect = Assert.Single(plan.Effects, e => e.MayPlayNow != e.MayPlayThen);
        Assert.Equal((recording.Participant(0).Id, true), (effect.Participant, effect.WouldBe.Any(r => r.Code == "PURPOSE_NOT_CONSENTED")));
        Assert.Equal(ConsentErrors.RequiredPurposesMissing, (await Bench.Send(new SimulateConsentPolicy.Query(new PolicyTerms { RequiredPurposes = [] }))).Error);
    }

    private async Task Put(PolicyTerms terms)
    {
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value;
        Assert.Null((await Bench.Send(new ChangeConsentPolicy.Command(terms, plan.Plan))).Error);
    }

    private async Task<IReadOnlyList<Application.Ledger.LedgerLine>> Entries(string action) =>
        (await Bench.Send(new Application.Ledger.SearchTrail.Query(new Application.Ledger.TrailFilter(action)))).Lines;

    [Fact]
    public void An_override_ends_on_its_day()
    {
        var now = Bench.Clock.GetUtcNow();
        var terms = new PolicyTerms { Overrides = [new PlaceOverride("DE", ConsentModel.ProhibitedWithoutPermission, "Works council", null, "", now, now.AddDays(1))] };

        Assert.Equal(ConsentModel.ProhibitedWithoutPermission, terms.At(now).Overrides["DE"]);
        Assert.Empty(terms.At(now.AddDays(1)).Overrides);
        Assert.Empty(terms.At(now.AddSeconds(-1)).Overrides);
    }

    private async Task<Recording> OneOfTwoAgreed()
    {
        var recording = await Bench.Ingest(new Call("call", Bench.Clock.GetUtcNow(), "ada", "bo"));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        return recording;
    }
}
