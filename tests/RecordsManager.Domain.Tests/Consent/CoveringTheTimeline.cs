using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>A call of 50 s. Where an answer is needed (Germany), its moment decides what it covers.</summary>
public sealed class CoveringTheTimeline
{
    private const string Germany = "DE";
    private const string OneParty = "US-NY";

    [Fact]
    public void A_yes_before_the_call_covers_all_of_it() =>
        Assert.Equal([Stretch.Always], Windows(Germany, Yes(-5)));

    [Fact]
    public void A_yes_during_the_call_counts_from_its_moment() =>
        Assert.Equal(["12-"], Told(Windows(Germany, Yes(12))));

    [Fact]
    public void A_withdrawal_during_the_call_ends_the_window_and_what_was_agreed_to_before_stays()
    {
        Assert.Equal(["12-30"], Told(Windows(Germany, Yes(12), No(30))));
        Assert.Equal(["12-30"], Told(Windows(Germany, Yes(12), No(30, WithdrawalReach.Onward))));
        Assert.Equal(["12-30"], Told(Windows(Germany, Yes(12), new Said(30, ConsentEventKind.Refused))));
        Assert.Equal(["12-30"], Told(Windows(Germany, Yes(12), new Said(30, ConsentEventKind.Objected))));
    }

    [Fact]
    public void A_withdrawal_of_everything_takes_back_what_was_agreed_to_before() =>
        Assert.Empty(Windows(Germany, Yes(12), No(30, WithdrawalReach.Everything)));

    [Fact]
    public void Whoever_agrees_again_opens_a_second_window()
    {
        Assert.Equal(["12-30", "40-"], Told(Windows(Germany, Yes(12), No(30), Yes(40))));
        Assert.Equal(["40-"], Told(Windows(Germany, Yes(12), No(30, WithdrawalReach.Everything), Yes(40))));
    }

    [Fact]
    public void A_yes_after_the_call_covers_the_whole_of_it_whatever_was_said_before()
    {
        Assert.Equal(["-"], Told(Windows(Germany, Yes(60))));
        Assert.Equal(["-"], Told(Windows(Germany, Yes(12), No(30), Yes(60))));
        Assert.Equal(["-"], Told(Windows(Germany, Yes(12), No(30, WithdrawalReach.Everything), Yes(60))));
    }

    [Fact]
    public void A_withdrawal_after_the_call_takes_the_whole_of_it_back_unless_it_says_onward()
    {
        Assert.Empty(Windows(Germany, Yes(12), No(60)));
        Assert.Empty(Windows(Germany, Yes(12), No(30), No(60, WithdrawalReach.Everything)));
        Assert.Equal(["12-"], Told(Windows(Germany, Yes(12), No(60, WithdrawalReach.Onward))));
    }

    [Fact]
    public void Who_refuses_first_was_never_in_it_and_who_refuses_and_then_agrees_is_in_from_then_on()
    {
        Assert.Empty(Windows(OneParty, new Said(5, ConsentEventKind.Refused)));
        Assert.Equal(["12-"], Told(Windows(OneParty, new Said(5, ConsentEventKind.Refused), Yes(12))));
    }

    [Fact]
    public void A_notice_is_enough_where_the_law_asks_for_no_more_and_counts_from_its_moment()
    {
        Assert.Equal(["12-"], Told(Windows("AU-QLD", new Said(12, ConsentEventKind.Notified))));
        Assert.Empty(Windows("AU-QLD"));
    }

    [Fact]
    public void Each_medium_has_its_own_window()
    {
        Said[] said = [Yes(12, MediaKinds.Audio | MediaKinds.Chat), Yes(20), No(30, media: MediaKinds.Video)];

        Assert.Equal(["12-"], Told(Windows(Germany, MediaKinds.Audio, said)));
        Assert.Equal(["20-30"], Told(Windows(Germany, MediaKinds.Video, said)));
        Assert.Equal(["20-"], Told(Windows(Germany, MediaKinds.Screen, said)));
        Assert.Equal(["12-"], Told(Windows(Germany, MediaKinds.Chat, said)));
    }

    [Fact]
    public void One_persons_answers_do_not_bound_another_persons_window()
    {
        var call = new TimedCall(Germany);
        var (alice, bob) = (call.Add(), call.Add());
        call.Say(alice, Yes(-5));
        call.Say(bob, Yes(12));
        call.Say(bob, No(30));

        var windows = call.Windows();

        Assert.Equal(["-"], Told(windows.Of(alice, MediaKinds.Audio)));
        Assert.Equal(["12-30"], Told(windows.Of(bob, MediaKinds.Audio)));
    }

    [Fact]
    public void The_whole_timeline_is_told_with_its_reasons()
    {
        var call = new TimedCall(Germany);
        var bob = call.Add();
        call.Say(bob, Yes(12));
        call.Say(bob, No(30));

        var told = call.Windows().Told(bob, MediaKinds.Audio);

        Assert.Equal(["-12", "12-30", "30-"], Told([.. told.Select(t => t.Of)]));
        Assert.Equal([false, true, false], told.Select(t => t.IsCovered));
        Assert.Contains("CONSENT_MISSING", told[0].Reasons);
        Assert.Contains("CONSENT_OK", told[1].Reasons);
        Assert.Contains("CONSENT_WITHDRAWN", told[2].Reasons);
    }

    [Fact]
    public void What_was_taken_back_is_told_as_withdrawn()
    {
        var call = new TimedCall(Germany);
        var bob = call.Add();
        call.Say(bob, Yes(12));
        call.Say(bob, No(30, WithdrawalReach.Everything));

        Assert.All(call.Windows().Told(bob, MediaKinds.Audio).Skip(1), t => Assert.True(!t.IsCovered && t.Reasons.Contains("CONSENT_WITHDRAWN")));
    }

    private static IReadOnlyList<Stretch> Windows(string place, params Said[] said) => Windows(place, MediaKinds.Audio, said);

    private static IReadOnlyList<Stretch> Windows(string place, MediaKinds medium, params Said[] said)
    {
        var call = new TimedCall(place);
        var somebody = call.Add();
        foreach (var one in said)
        {
            call.Say(somebody, one);
        }

        return call.Windows().Of(somebody, medium);
    }

    /// <summary>Seconds; nothing where it is open without bound.</summary>
    private static IEnumerable<string> Told(IReadOnlyList<Stretch> windows) => windows.Select(w =>
        $"{(w.FromNs == Stretch.Always.FromNs ? "" : w.FromNs / 1_000_000_000)}-{(w.ToNs == Stretch.Always.ToNs ? "" : w.ToNs / 1_000_000_000)}");

    private static Said Yes(double at, MediaKinds media = MediaKinds.All) => new(at, ConsentEventKind.Granted, media);

    private static Said No(double at, WithdrawalReach? reach = null, MediaKinds media = MediaKinds.All) => new(at, ConsentEventKind.Withdrawn, media, reach);
}
