using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>Properties of consent windows over random calls of three people who say up to twelve things before, during and after it.</summary>
public sealed class CoveringEveryTimeline
{
    private const string OneParty = "US-NY";

    private static readonly string[] Places = ["DE", OneParty, "US-CA", "AU-QLD", "FR"];
    private static readonly MediaKinds[] Some = [MediaKinds.All, MediaKinds.Audio, MediaKinds.Video, MediaKinds.Audio | MediaKinds.Chat];

    private static readonly Arbitrary<Script> Scripts = (
        from place in Gen.Choose(0, Places.Length - 1)
        from count in Gen.Choose(0, 12)
        from who in Gen.Choose(0, 2).ArrayOf(count)
        from at in Gen.Choose(-10, 70).ArrayOf(count)
        from kind in Gen.Choose(0, 7).ArrayOf(count)
        from media in Gen.Choose(0, Some.Length - 1).ArrayOf(count)
        from reach in Gen.Choose(0, 2).ArrayOf(count)
        select new Script(Places[place], [.. Enumerable.Range(0, count).Select(i => (who[i], new Said(
            at[i], (ConsentEventKind)kind[i], Some[media[i]], reach[i] == 0 ? null : (WithdrawalReach)(reach[i] - 1))))])).ToArbitrary();

    [Fact]
    public void Windows_stand_in_order_and_never_touch() => Prop.ForAll(Scripts, script => script.Play().All(windows =>
        windows.All(w => w.LengthNs > 0) && windows.Zip(windows.Skip(1)).All(pair => pair.First.ToNs < pair.Second.FromNs))).QuickCheckThrowOnFailure();

    [Fact]
    public void They_begin_and_end_only_where_something_was_said() => Prop.ForAll(Scripts, script =>
    {
        HashSet<long> moments = [Stretch.Always.FromNs, Stretch.Always.ToNs, .. script.Said.Select(s => (long)(s.What.At * 1e9))];
        return script.Play().SelectMany(w => w).All(w => moments.Contains(w.FromNs) && moments.Contains(w.ToNs));
    }).QuickCheckThrowOnFailure();

    /// <summary>
    /// The window is never wider than what the rules said at that moment, or at one after the call. Where one party's yes is
    /// enough for all, another's yes after the call opens what this one's silence had left closed.
    /// </summary>
    [Fact]
    public void Nothing_is_open_that_neither_the_moment_nor_one_after_the_call_allows() => Prop.ForAll(Scripts, script =>
    {
        var (call, people) = script.Call();
        var windows = call.Windows();
        return script.Place == OneParty || people.All(p => ConsentWindows.Media.All(m => Enumerable.Range(0, TimedCall.Seconds).All(second =>
            !Opens(windows.Of(p, m), second + 0.5) || Allows(call.Decide(p, second + 0.5), m) || Enumerable.Range(TimedCall.Seconds, 21).Any(after => Allows(call.Decide(p, after + 0.5), m)))));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_last_withdrawal_after_the_call_closes_everything() => Prop.ForAll(Scripts, script =>
    {
        var (call, people) = script.Call();
        call.Say(people[0], new Said(80, ConsentEventKind.Withdrawn, Reach: WithdrawalReach.Everything));
        return ConsentWindows.Media.All(m => call.Windows().Of(people[0], m).Count == 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_withdrawal_never_widens_a_window_of_whoever_withdraws() => Prop.ForAll(Scripts, script =>
    {
        var (call, people) = script.Call();
        var before = call.Windows();
        call.Say(people[0], new Said(25, ConsentEventKind.Withdrawn));
        var after = call.Windows();
        return ConsentWindows.Media.All(m => Enumerable.Range(0, TimedCall.Seconds).All(second =>
            !Opens(after.Of(people[0], m), second + 0.5) || Opens(before.Of(people[0], m), second + 0.5)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_different_people_are_read_is_irrelevant() => Prop.ForAll(Scripts, script =>
    {
        var grouped = script with { Said = [.. script.Said.OrderBy(s => s.Who)] };
        return script.Play().SelectMany(w => w).SequenceEqual(grouped.Play().SelectMany(w => w));
    }).QuickCheckThrowOnFailure();

    private static bool Opens(IReadOnlyList<Stretch> windows, double second) => windows.Any(w => w.Covers((long)(second * 1e9)));

    private static bool Allows(ConsentDecision decision, MediaKinds medium) => decision.MayPlay && decision.Media.HasFlag(medium);

    /// <summary>Readable where a property fails.</summary>
    private sealed record Script(string Place, (int Who, Said What)[] Said)
    {
        public override string ToString() => $"{Place}: {string.Join("; ", Said.Select(s => $"{s.Who} {s.What.Kind} {s.What.Media} {s.What.Reach} at {s.What.At}"))}";

        public (TimedCall Call, IReadOnlyList<ParticipantId> People) Call()
        {
            var call = new TimedCall(Place);
            List<ParticipantId> people = [call.Add(), call.Add(), call.Add()];
            foreach (var (who, what) in Said)
            {
                call.Say(people[who], what);
            }

            return (call, people);
        }

        /// <returns>Of each person each medium's windows.</returns>
        public IReadOnlyList<IReadOnlyList<Stretch>> Play()
        {
            var (call, people) = Call();
            var windows = call.Windows();
            return [.. people.SelectMany(p => ConsentWindows.Media.Select(m => windows.Of(p, m)))];
        }
    }
}
