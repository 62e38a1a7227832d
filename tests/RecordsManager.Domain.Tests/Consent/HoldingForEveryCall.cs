using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Consent;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>Properties of the rules over random calls: up to six people anywhere, up to twelve consent events.</summary>
public sealed class HoldingForEveryCall
{
    private static readonly Config Calls = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static readonly RulePack Pack = BuiltInRulePack.Load();
    private static readonly ConsentTerms[] Terms = [ConsentTerms.Default, ConsentTerms.Default with { MissingPartyCosts = MissingParty.Recording }, ConsentTerms.Default with { CrossBorder = CrossBorder.PerParticipant }];
    private static readonly string?[] Places = [.. Pack.Rules.Keys.Order(StringComparer.Ordinal), null, "XX"];

    private static readonly Arbitrary<Script> Scripts = (
        from home in Gen.Choose(0, Pack.Rules.Count - 1)
        from people in Gen.Choose(1, 6)
        from places in Gen.Choose(0, Places.Length - 1).ArrayOf(people)
        from count in Gen.Choose(0, 12)
        from speakers in Gen.Choose(0, people - 1).ArrayOf(count)
        from kinds in Gen.Choose(0, 4).ArrayOf(count)
        from extra in Gen.Choose(0, Places.Length - 1)
        select new Script(home, places, [.. speakers.Zip(kinds)], extra)).ToArbitrary();

    [Fact]
    public void A_silent_participant_more_never_loosens_anything_for_anybody() => Prop.ForAll(Scripts, script =>
    {
        var call = script.Play();
        var before = call.Decide(Pack, script.EstablishedIn);
        call.Add(Places[script.Extra]);
        var after = call.Decide(Pack, script.EstablishedIn);

        return before.Zip(after).All(pair => pair.Second.Model >= pair.First.Model && (!pair.Second.MayPlay || pair.First.MayPlay));
    }).Check(Calls);

    /// <summary>A yes more, after everything that was said, takes nothing from anybody, under either reading of a missing answer.</summary>
    [Fact]
    public void A_consent_more_never_tightens_anything_for_anybody() => Prop.ForAll(Scripts, script =>
    {
        return Terms.All(terms =>
        {
            var call = script.Play();
            var before = call.Decide(Pack, script.EstablishedIn, terms: terms);
            call.Says(call.Participants[script.Extra % call.Participants.Count], ConsentEventKind.Granted);
            var after = call.Decide(Pack, script.EstablishedIn, terms: terms);

            return before.Zip(after).All(pair => !pair.First.MayPlay || pair.Second.MayPlay);
        });
    }).Check(Calls);

    /// <summary>Whoever's law decides. (Under the strict reading the model's own table is not monotone: docs/adr/0011.)</summary>
    [Fact]
    public void A_silent_participant_more_never_loosens_also_where_each_has_a_law_of_their_own() => Prop.ForAll(Scripts, script =>
    {
        return Terms.Where(terms => terms.MissingPartyCosts == MissingParty.Track).All(terms =>
        {
            var call = script.Play();
            var before = call.Decide(Pack, script.EstablishedIn, terms: terms);
            call.Add(Places[script.Extra]);
            var after = call.Decide(Pack, script.EstablishedIn, terms: terms);

            return before.Zip(after).All(pair => pair.Second.Model >= pair.First.Model && (!pair.Second.MayPlay || pair.First.MayPlay));
        });
    }).Check(Calls);

    /// <summary>The strictest of a call is the same whoever sits where, and a place that is there already changes nothing.</summary>
    [Fact]
    public void Strictest_wins_is_commutative_and_idempotent() => Prop.ForAll(Scripts, script =>
    {
        var forwards = Strictest(script, script.At);
        var backwards = Strictest(script, [.. script.At.Reverse()]);
        var doubled = Strictest(script, [.. script.At, .. script.At]);

        return forwards == backwards && forwards == doubled;
    }).Check(Calls);

    private static ConsentModel Strictest(Script script, int[] at)
    {
        var call = (script with { At = at, Said = [] }).Play();
        return call.Decide(Pack, script.EstablishedIn)[0].Model;
    }

    [Fact]
    public void The_order_in_which_events_are_read_is_irrelevant() => Prop.ForAll(Scripts, script =>
    {
        var call = script.Play();
        var forwards = call.Decide(Pack, script.EstablishedIn);
        var backwards = call.Decide(Pack, script.EstablishedIn, [.. call.Events.AsEnumerable().Reverse()]);

        return Told(forwards) == Told(backwards);
    }).Check(Calls);

    /// <summary>Events of different people are independent: grouped by person, each in their own order, they say the same.</summary>
    [Fact]
    public void The_order_among_different_people_is_irrelevant() => Prop.ForAll(Scripts, script =>
    {
        var grouped = script with { Said = [.. script.Said.OrderBy(s => s.Speaker)] };

        return Told(script.Play().Decide(Pack, script.EstablishedIn)) == Told(grouped.Play().Decide(Pack, script.EstablishedIn));
    }).Check(Calls);

    [Fact]
    public void Whoever_said_no_last_is_never_played() => Prop.ForAll(Scripts, script =>
    {
        var call = script.Play();
        var decisions = call.Decide(Pack, script.EstablishedIn);

        return call.Participants.Zip(decisions).All(pair =>
            !pair.Second.MayPlay
            || call.Events.LastOrDefault(e => e.Participant == pair.First.Id && e.IsAnswer) is not { Kind: not ConsentEventKind.Granted });
    }).Check(Calls);

    [Fact]
    public void Nobody_is_played_whom_the_strictest_place_of_the_call_asks_for_an_answer_and_who_gave_none() => Prop.ForAll(Scripts, script =>
    {
        var call = script.Play();
        var decisions = call.Decide(Pack, script.EstablishedIn);

        return call.Participants.Zip(decisions).All(pair =>
            pair.Second.Model < ConsentModel.AllParty || !pair.Second.MayPlay || call.Events.Exists(e => e.Participant == pair.First.Id && e.Kind == ConsentEventKind.Granted));
    }).Check(Calls);

    private static string Told(IReadOnlyList<ConsentDecision> decisions) =>
        string.Join('|', decisions.Select(d => $"{d.MayCapture} {d.MayPlay} {d.Model} {d.Rule.Code} {string.Join(' ', d.Codes)}"));

    /// <summary>A random call, readable where a property fails.</summary>
    private sealed record Script(int Home, int[] At, (int Speaker, int Kind)[] Said, int Extra)
    {
        public string EstablishedIn => Places[Home]!;

        public CallWith Play()
        {
            var call = new CallWith();
            var people = At.Select(place => call.Add(Places[place])).ToList();
            foreach (var (speaker, kind) in Said)
            {
                call.Says(people[speaker], (ConsentEventKind)kind);
            }

            return call;
        }
    }
}
