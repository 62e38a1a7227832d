using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

public sealed class DecidingHardCases
{
    private static readonly RulePack Pack = BuiltInRulePack.Load();
    private static readonly ParticipantId Somebody = ParticipantId.New(A.Now);
    private static readonly ParticipantId Other = ParticipantId.New(A.Now.AddSeconds(1));

    [Theory]
    [InlineData("US-TX-MEDREC", 10, 11)] // until 21
    [InlineData("US-TX-MEDREC", 17, 7)] // four years to 21 are fewer than seven
    [InlineData("US-CA-MEDREC", 5, 14)] // a year after 18
    [InlineData("US-CA-MEDREC", 17, 7)]
    [InlineData("US-NY-MEDREC", 8, 14)] // until 22
    [InlineData("US-MA-MEDREC", 3, 15)] // until 18
    [InlineData("US-MA-MEDREC", 16, 9)]
    [InlineData("US-FL-MEDREC", 3, 5)] // the law makes no difference
    public void A_minors_recording_is_kept_until_the_age_that_the_law_names(string regime, int age, int years) =>
        Assert.Equal(A.Now.AddYears(years), Pack.Regimes[regime].MustKeepUntil(A.Now, [age]));

    [Fact]
    public void A_minor_of_unknown_age_may_have_been_born_that_day() =>
        Assert.Equal(A.Now.AddYears(21), Pack.Regimes["US-TX-MEDREC"].MustKeepUntil(A.Now, [null, 16]));

    [Fact]
    public void Without_a_minor_the_ordinary_minimum_holds_and_without_a_minimum_none()
    {
        Assert.Equal(A.Now.AddYears(7), Pack.Regimes["US-TX-MEDREC"].MustKeepUntil(A.Now, []));
        Assert.Null(Pack.Regimes["GDPR-STORAGE"].MustKeepUntil(A.Now, [10]));
    }

    [Fact]
    public void Every_disputed_place_is_named_with_who_brought_it()
    {
        var decision = CallDecider.Decide(Call(Asked(Somebody, "US-OR"), Asked(Other, "AE")) with { EstablishedIn = "AT" }, Pack, ConsentTerms.Default);

        Assert.Equal(
            [("AT", null), ("US-OR", Somebody)],
            decision.Overall.Reasons.Where(r => r.Code == ReasonCode.DisputedSafeDefault).Select(r => (r.Jurisdiction, r.CausedBy)).OrderBy(r => r.Jurisdiction, StringComparer.Ordinal));
    }

    [Fact]
    public void An_override_of_a_disputed_place_is_no_safe_default()
    {
        var terms = ConsentTerms.Default with { Overrides = new Dictionary<string, ConsentModel> { ["US-OR"] = ConsentModel.OneParty } };

        Assert.DoesNotContain(ReasonCode.DisputedSafeDefault, CallDecider.Decide(Call(Asked(Somebody, "US-OR")) with { EstablishedIn = "US-OR" }, Pack, terms).Overall.Codes);
    }

    [Theory]
    [InlineData("fr", "en", false)]
    [InlineData("fr-CA", "FR", true)]
    [InlineData("fr", null, true)]
    [InlineData(null, "en", true)]
    public void A_notice_counts_where_it_is_in_a_language_of_their_choice(string? theirs, string? shown, bool counts)
    {
        var call = Call(Asked(Somebody, "CA") with { Language = theirs }) with
        {
            EstablishedIn = "CA",
            Events = [new ConsentFact(Somebody, ConsentEventKind.Notified, A.Now, Language: shown)],
        };

        var decision = ConsentRules.Decide(call, Pack, ConsentTerms.Default)[Somebody];

        Assert.Equal((ConsentModel.Notice, counts, counts ? ReasonCode.NoticeOk : ReasonCode.NoticeLanguageMismatch), (decision.Model, decision.MayPlay, decision.Codes.Last()));
    }

    [Fact]
    public void A_yes_after_a_notice_that_was_understood_counts_whatever_it_was_given_in()
    {
        var call = Call(Asked(Somebody, "DE") with { Language = "fr" }) with
        {
            EstablishedIn = "DE",
            Events = [
                new ConsentFact(Somebody, ConsentEventKind.Notified, A.Now, 0, "n1", "fr"),
                new ConsentFact(Somebody, ConsentEventKind.Granted, A.Now, 1, "n1", "en")],
        };

        Assert.True(ConsentRules.Decide(call, Pack, ConsentTerms.Default)[Somebody].MayPlay);
    }

    [Theory]
    [InlineData(AgeBand.Adult, null, true)]
    [InlineData(AgeBand.Unknown, 17, false)]
    [InlineData(AgeBand.Child, null, false)]
    public void No_voiceprint_is_made_of_a_minor_whatever_they_agreed_to(AgeBand age, int? years, bool may)
    {
        string[] purposes = [Purpose.Recording, "voiceprint"];
        var call = Call(Asked(Somebody, "US-NY") with { Age = age, AgeYears = years }) with
        {
            EstablishedIn = "US-NY",
            Features = ["voiceprint"],
            Events = [
                new ConsentFact(Somebody, ConsentEventKind.Granted, A.Now, 0, Purposes: purposes),
                new ConsentFact(Somebody, ConsentEventKind.Granted, A.Now, 1, Purposes: purposes, ForMinor: true)],
        };

        var voiceprint = ConsentRules.Decide(call, Pack, ConsentTerms.Default)[Somebody].Purposes.Single(p => p.Purpose == "voiceprint");

        Assert.Equal((may, !may), (voiceprint.MayCapture, voiceprint.Reasons.Any(r => r.Code == ReasonCode.BiometricConsentMissing)));
        Assert.Equal(!may, CallDecider.Decide(call, Pack, ConsentTerms.Default).Actions.Contains("block-voiceprint"));
    }

    [Fact]
    public void Who_has_left_no_longer_closes_the_call_and_closed_it_before()
    {
        var call = Call(Asked(Somebody, "DE"), Asked(Other, "DE") with { LeftAt = A.Now.AddMinutes(6) }) with
        {
            EstablishedIn = "DE",
            Events = [new ConsentFact(Somebody, ConsentEventKind.Granted, A.Now)],
        };
        var strict = ConsentTerms.Default with { MissingPartyCosts = MissingParty.Recording };

        Assert.Equal(MayRecord.No, CallDecider.Decide(call with { At = A.Now.AddMinutes(5) }, Pack, strict).Participants[Somebody].MayRecord);
        Assert.Equal(MayRecord.Yes, CallDecider.Decide(call with { At = A.Now.AddMinutes(6) }, Pack, strict).Participants[Somebody].MayRecord);
        Assert.Equal(MayRecord.Ended, CallDecider.Decide(call with { At = A.Now.AddMinutes(6) }, Pack, strict).Participants[Other].MayRecord);
    }

    private static AskedParticipant Asked(ParticipantId id, string place) => new(id, [place]);

    private static CallFacts Call(params AskedParticipant[] participants) => new() { StartsAt = A.Now, Participants = participants, At = A.Now.AddMinutes(10) };
}
