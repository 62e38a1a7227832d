using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>Sharing is a purpose of its own: it is given, withheld and taken back without the recording.</summary>
public sealed class AgreeingToSharing
{
    private static readonly RulePack Pack = BuiltInRulePack.Load();

    private readonly CallWith _call = new();

    [Theory]
    [InlineData("DE")]
    [InlineData("US-NY")] // asks for no consent to sharing: who says yes to the recording only has still said no to it
    public void A_yes_to_the_recording_alone_shares_nothing(string place)
    {
        _call.Says(_call.Add(place), ConsentEventKind.Granted, Purpose.Recording);

        AssertDecided(place, mayPlay: true, mayShare: false);
    }

    [Theory]
    [InlineData("DE")]
    [InlineData("US-NY")]
    public void Taking_back_the_sharing_leaves_the_recording(string place)
    {
        var who = _call.Add(place);
        _call.Says(who, ConsentEventKind.Granted, Purpose.Recording, Purpose.Sharing);
        AssertDecided(place, mayPlay: true, mayShare: true);

        _call.Says(who, ConsentEventKind.Withdrawn, Purpose.Sharing);

        AssertDecided(place, mayPlay: true, mayShare: false);
    }

    [Fact]
    public void Taking_back_the_recording_takes_back_everything()
    {
        var who = _call.Add("DE");
        _call.Says(who, ConsentEventKind.Granted);
        _call.Says(who, ConsentEventKind.Withdrawn, Purpose.Sharing);
        _call.Says(who, ConsentEventKind.Withdrawn);

        AssertDecided("DE", mayPlay: false, mayShare: false);
    }

    [Fact]
    public void A_no_to_sharing_before_any_yes_is_no_yes_to_the_recording()
    {
        _call.Says(_call.Add("DE"), ConsentEventKind.Refused, Purpose.Sharing);

        AssertDecided("DE", mayPlay: false, mayShare: false);
    }

    [Fact]
    public void Whom_the_law_does_not_ask_and_who_said_nothing_is_shared()
    {
        var host = _call.Add("US-NY");
        _call.Says(host, ConsentEventKind.Granted);
        _call.Add("US-NY");

        Assert.Equal([true, true], _call.Decide(Pack, "US-NY").Select(d => d.For(Purpose.Sharing)!.MayPlay));
    }

    [Theory]
    [InlineData(25, null)]
    [InlineData(25, WithdrawalReach.Everything)]
    [InlineData(80, WithdrawalReach.Everything)]
    public void Taking_back_the_sharing_moves_no_edge_of_what_the_organization_plays(double at, WithdrawalReach? reach)
    {
        var call = new TimedCall("DE");
        var who = call.Add();
        call.Say(who, new Said(10, ConsentEventKind.Granted));
        var before = call.Windows().Of(who, MediaKinds.Audio);

        call.Say(who, new Said(at, ConsentEventKind.Withdrawn, Reach: reach, Purposes: [Purpose.Sharing]));

        Assert.Equal(before, call.Windows().Of(who, MediaKinds.Audio));
    }

    private void AssertDecided(string place, bool mayPlay, bool mayShare)
    {
        var decision = Assert.Single(_call.Decide(Pack, place));
        Assert.Equal((mayPlay, mayShare), (decision.MayPlay, decision.For(Purpose.Sharing)!.MayPlay));
        if (mayPlay && !mayShare)
        {
            Assert.Equal("PURPOSE_NOT_CONSENTED", Assert.Single(decision.For(Purpose.Sharing)!.Reasons).Code);
        }
    }
}
