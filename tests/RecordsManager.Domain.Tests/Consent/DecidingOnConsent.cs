using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>On the rule pack that ships.</summary>
public sealed class DecidingOnConsent
{
    private static readonly RulePack Pack = BuiltInRulePack.Load();
    private readonly CallWith _call = new();

    [Theory]
    [InlineData("US-NY", "US-NY", "US-NY", ConsentModel.OneParty)]
    [InlineData("US-NY", "US-NY", "US-CA", ConsentModel.AllParty)]
    [InlineData("US-NY", "US-CA", "DE", ConsentModel.ExplicitOptIn)]
    [InlineData("DE", "US-NY", "US-NY", ConsentModel.ExplicitOptIn)]
    [InlineData("US-NY", "CA", "US-NY", ConsentModel.Notice)]
    [InlineData("US-NY", "US-NY", null, ConsentModel.ProhibitedWithoutPermission)]
    [InlineData("US-NY", "US-NY", "XX", ConsentModel.ProhibitedWithoutPermission)]
    public void The_strictest_place_of_the_call_rules_for_everybody_in_it(string establishedIn, string? first, string? second, ConsentModel model)
    {
        _call.Add(first);
        _call.Add(second);

        Assert.All(_call.Decide(Pack, establishedIn), d => Assert.Equal(model, d.Model));
    }

    [Fact]
    public void No_place_of_the_pack_is_stricter_than_an_unknown_one()
    {
        Assert.All(Pack.Rules.Values, rule => Assert.True(rule.Model <= Pack.Rules[RulePack.Unknown].Model, rule.Code));

        _call.Add(null);
        Assert.Equal(Pack.Rules.Values.Max(r => r.Model), _call.Decide(Pack, "US-NY")[0].Model);
    }

    [Fact]
    public void A_state_is_never_looser_than_its_country()
    {
        foreach (var rule in Pack.Rules.Values.Where(r => r.Parent is not null))
        {
            Assert.True(Pack.Of(rule.Code).Max(r => r.Model) >= Pack.Of(rule.Parent).Max(r => r.Model), rule.Code);
        }
    }

    [Fact]
    public void Every_parent_in_the_pack_is_in_the_pack() =>
        Assert.All(Pack.Rules.Values.Where(r => r.Parent is not null), r => Assert.Contains(r.Parent!, Pack.Rules.Keys));

    [Fact]
    public void An_unknown_place_is_given_as_a_reason_for_whom_it_is_unknown()
    {
        _call.Add("DE");
        _call.Add(null);

        var decisions = _call.Decide(Pack, "DE");

        Assert.DoesNotContain("UNKNOWN_LOCATION_STRICTEST", decisions[0].Codes);
        Assert.Contains("UNKNOWN_LOCATION_STRICTEST", decisions[1].Codes);
    }

    [Fact]
    public void Under_all_party_rules_only_those_who_agreed_are_played()
    {
        var agreed = _call.Add("US-CA");
        _call.Add("US-CA");
        _call.Says(agreed, ConsentEventKind.Granted);

        var decisions = _call.Decide(Pack, "US-NY");

        Assert.Equal([true, false], decisions.Select(d => d.MayPlay));
        Assert.Equal(["CONSENT_OK", "CONSENT_MISSING"], decisions.Select(d => d.Codes.Last()));
    }

    [Fact]
    public void Where_one_party_is_enough_one_consent_covers_the_silent()
    {
        var agreed = _call.Add("US-NY");
        _call.Add("US-NY");
        Assert.Equal([false, false], _call.Decide(Pack, "US-NY").Select(d => d.MayPlay));

        _call.Says(agreed, ConsentEventKind.Granted);

        Assert.Equal([true, true], _call.Decide(Pack, "US-NY").Select(d => d.MayPlay));
        Assert.Equal("ONE_PARTY_OK", _call.Decide(Pack, "US-NY")[1].Codes.Last());
    }

    [Fact]
    public void A_refusal_counts_even_where_one_party_would_be_enough()
    {
        var agreed = _call.Add("US-NY");
        var refused = _call.Add("US-NY");
        _call.Says(agreed, ConsentEventKind.Granted);
        _call.Says(refused, ConsentEventKind.Refused);

        var decisions = _call.Decide(Pack, "US-NY");

        Assert.Equal([true, false], decisions.Select(d => d.MayPlay));
        Assert.Equal("CONSENT_REFUSED", decisions[1].Codes.Last());
    }

    [Fact]
    public void The_one_party_who_takes_the_consent_back_takes_it_back_for_the_silent_too()
    {
        var agreed = _call.Add("US-NY");
        _call.Add("US-NY");
        _call.Says(agreed, ConsentEventKind.Granted);
        _call.Says(agreed, ConsentEventKind.Withdrawn);

        Assert.Equal(["CONSENT_WITHDRAWN", "CONSENT_MISSING"], _call.Decide(Pack, "US-NY").Select(d => d.Codes.Last()));
    }

    [Fact]
    public void Where_notice_is_enough_it_has_to_be_given_to_each()
    {
        var told = _call.Add("CA");
        _call.Add("CA");
        _call.Says(told, ConsentEventKind.Notified);

        var decisions = _call.Decide(Pack, "CA");

        Assert.Equal([true, false], decisions.Select(d => d.MayPlay));
        Assert.Equal(["NOTICE_OK", "NOTICE_MISSING"], decisions.Select(d => d.Codes.Last()));
    }

    [Theory]
    [InlineData(ConsentEventKind.Notified)]
    [InlineData(ConsentEventKind.Acknowledged)]
    public void A_notice_is_no_consent_where_consent_is_asked_for(ConsentEventKind kind)
    {
        var told = _call.Add("DE");
        _call.Says(told, kind);

        Assert.Equal((false, false), (_call.Decide(Pack, "DE")[0].MayPlay, _call.Decide(Pack, "DE")[0].MayCapture));
    }

    [Theory]
    [InlineData(new[] { ConsentEventKind.Granted, ConsentEventKind.Withdrawn }, false)]
    [InlineData(new[] { ConsentEventKind.Withdrawn, ConsentEventKind.Granted }, true)]
    [InlineData(new[] { ConsentEventKind.Refused, ConsentEventKind.Granted }, true)]
    [InlineData(new[] { ConsentEventKind.Granted, ConsentEventKind.Refused, ConsentEventKind.Notified }, false)]
    [InlineData(new[] { ConsentEventKind.Granted, ConsentEventKind.Acknowledged }, true)]
    public void The_last_answer_counts_and_a_notice_is_no_answer(ConsentEventKind[] said, bool may)
    {
        var participant = _call.Add("DE");
        foreach (var kind in said)
        {
            _call.Says(participant, kind);
        }

        Assert.Equal(may, _call.Decide(Pack, "DE")[0].MayPlay);
    }

    [Fact]
    public void Says_which_pack_and_which_rule_decided()
    {
        _call.Add("US-NY");
        _call.Add("US-CA");

        var decision = _call.Decide(Pack, "US-NY")[0];

        Assert.Equal((Pack.Version, "US-CA"), (decision.PackVersion, decision.Rule.Code));
        Assert.NotEmpty(decision.Rule.Citations);
    }
}
