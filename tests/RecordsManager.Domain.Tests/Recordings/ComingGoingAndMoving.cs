using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

/// <summary>The live side of a call: who is there, since when, and under which law.</summary>
public sealed class ComingGoingAndMoving
{
    private readonly Recording _call = A.AnnouncedRecording();
    private readonly Participant _ada;

    public ComingGoingAndMoving() => _ada = Expect("US-TX");

    [Fact]
    public void Who_comes_back_is_the_same_participant_with_a_new_stay()
    {
        _call.Enter(_ada, At(0), At(0));
        _call.Leave(_ada, At(10), At(10));
        _call.Enter(_call.Expect(_ada.Person, new ParticipantFacts(), At(20), At(20)), At(20), At(20));

        Assert.Equal([new Visit(At(0), At(10)), new Visit(At(20), null)], _ada.Visits);
        Assert.True(_ada.IsPresent);
        Assert.Equal([Stretch.FromSeconds(0, 10)], _ada.Presence);
        Assert.Single(_call.Participants);
    }

    [Fact]
    public void The_order_in_which_comings_and_goings_are_told_is_irrelevant_and_telling_them_twice_too()
    {
        (int At, bool Joined)[] told = [(0, true), (10, false), (20, true), (30, false), (30, true), (45, false)];
        Visit[] stays = [new(At(0), At(10)), new(At(20), At(30)), new(At(30), At(45))];

        foreach (var order in Orders(told))
        {
            var call = A.AnnouncedRecording();
            var somebody = call.Expect(A.Person(), new ParticipantFacts(), At(0), At(0));
            foreach (var (at, joined) in order.Concat(order))
            {
                if (joined)
                {
                    call.Enter(somebody, At(at), At(60));
                }
                else
                {
                    call.Leave(somebody, At(at), At(60));
                }
            }

            Assert.Equal(stays, somebody.Visits);
            Assert.Equal(told.Length, call.Facts().Count(f => f.Kind is "participant.entered" or "participant.left"));
        }
    }

    [Fact]
    public void Without_a_time_a_repeat_says_nothing_new()
    {
        _call.Leave(_ada, null, At(1));
        _call.Enter(_ada, null, At(2));
        _call.Enter(_ada, null, At(3));
        _call.Leave(_ada, null, At(4));
        _call.Leave(_ada, null, At(5));

        Assert.Equal([new Visit(At(2), At(4))], _ada.Visits);
    }

    [Fact]
    public void Somebody_who_moves_was_where_they_were_before_it()
    {
        _call.Move(_ada, ["US-CA", "US-NV"], LocationSource.Confirmed, At(30));

        Assert.Equal("US-TX", _ada.WhereaboutsAt(At(29))!.Locations.Single());
        Assert.Equal(["US-CA", "US-NV"], _ada.WhereaboutsAt(At(30))!.Locations);
        Assert.Equal(("US-CA", LocationSource.Confirmed), (_ada.Location, _ada.LocationSource));
    }

    [Fact]
    public void A_move_that_is_told_late_falls_into_its_place()
    {
        _call.Move(_ada, ["FR"], LocationSource.Declared, At(60));
        _call.Move(_ada, ["DE"], LocationSource.Declared, At(30));
        _call.Move(_ada, ["DE"], LocationSource.Declared, At(30));

        Assert.Equal(["US-TX", "DE", "FR"], _ada.Whereabouts.Select(w => w.Locations.Single()));
        Assert.Equal("FR", _ada.Location);
        Assert.Equal(2, _call.Facts().Count(f => f.Kind == "participant.moved"));
    }

    [Fact]
    public void Somebody_may_become_nowhere_known()
    {
        _call.Move(_ada, [], LocationSource.Unknown, At(30));

        Assert.Null(_ada.Location);
        Assert.Equal("US-TX", _ada.WhereaboutsAt(At(1))!.Locations.Single());
    }

    [Fact]
    public void The_initiator_goes_and_the_call_goes_on()
    {
        _call.IsInitiatedBy(_ada);
        var ben = Expect("DE");
        _call.Enter(_ada, At(0), At(0));
        _call.Enter(ben, At(0), At(0));

        _call.Leave(_ada, At(10), At(10));

        Assert.True(_call.IsLive);
        Assert.True(ben.IsPresent);
        Assert.Equal("yes", _call.Facts().Single(f => f.Kind == "participant.left").Details!["initiator"]);
    }

    [Fact]
    public void The_end_ends_every_stay_and_the_first_end_stands()
    {
        _call.Enter(_ada, At(5), At(5));

        _call.End(At(60));
        _call.End(At(90));

        Assert.False(_call.IsLive);
        Assert.Equal([Stretch.FromSeconds(5, 60)], _ada.Presence);
        Assert.Equal((At(60), 60_000_000_000), (_call.EndedAt!.Value, _call.DurationNs));
        Assert.Single(_call.Facts(), f => f.Kind == "call.ended");
    }

    [Fact]
    public void After_the_end_nobody_comes_any_more_but_what_happened_before_it_can_still_be_told()
    {
        _call.End(At(60));

        Assert.Equal(RecordingErrors.CallEnded, _call.Enter(_ada, At(61), At(70)).Error);
        Assert.Null(_call.Enter(_ada, At(50), At(70)).Error);
        _call.Leave(_ada, At(55), At(70));

        Assert.Equal([Stretch.FromSeconds(50, 55)], _ada.Presence);
    }

    [Fact]
    public void Presence_is_what_was_told_live_and_what_the_delivery_measured()
    {
        _call.Enter(_ada, At(0), At(0));
        _call.Leave(_ada, At(10), At(10));
        _call.Enter(_ada, At(40), At(40));
        _call.End(At(60));

        _call.WasPresent(_ada, [Stretch.FromSeconds(1, 12), Stretch.FromSeconds(20, 30)]);

        Assert.Equal([Stretch.FromSeconds(0, 12), Stretch.FromSeconds(20, 30), Stretch.FromSeconds(40, 60)], _ada.Presence);
    }

    [Fact]
    public void A_stay_that_was_told_before_zero_was_known_follows_zero()
    {
        var call = A.RecordingWithoutStart();
        var somebody = call.Expect(A.Person(), new ParticipantFacts(), At(0), At(0));
        call.Enter(somebody, At(5), At(5));
        call.Leave(somebody, At(10), At(10));

        call.Place(At(4));

        Assert.Equal([Stretch.FromSeconds(1, 6)], somebody.Presence);
    }

    [Fact]
    public void An_age_in_years_makes_the_band_unless_the_product_knows_better()
    {
        Assert.Equal(AgeBand.Child, _call.Expect(A.Person(), new ParticipantFacts(AgeYears: 15), At(0), At(0)).AgeBand);
        Assert.Equal(AgeBand.Adult, _call.Expect(A.Person(), new ParticipantFacts(AgeYears: 18), At(0), At(0)).AgeBand);
        Assert.Equal(AgeBand.Adult, _call.Expect(A.Person(), new ParticipantFacts(AgeYears: 17, AgeBand: AgeBand.Adult), At(0), At(0)).AgeBand);
        Assert.Equal(AgeBand.Unknown, _ada.AgeBand);
    }

    [Fact]
    public void What_names_somebody_is_never_in_an_entry_itself()
    {
        _call.Move(_ada, ["US-CA"], LocationSource.Confirmed, At(30));

        var facts = _call.Facts();

        Assert.All(facts, fact => Assert.DoesNotContain(fact.Details ?? new Dictionary<string, string>(), d => d.Value.StartsWith("US-", StringComparison.Ordinal)));
        Assert.Equal("US-CA", facts.Single(f => f.Kind == "participant.moved").Personal!["location"]);
    }

    private static IEnumerable<T[]> Orders<T>(T[] things) => things.Length == 0
        ? [[]]
        : things.SelectMany((first, i) => Orders([.. things[..i], .. things[(i + 1)..]]).Select(rest => (T[])[first, .. rest]));

    private Participant Expect(string location) => _call.Expect(A.Person(), new ParticipantFacts(Locations: [location]), At(0), At(0));

    private static DateTimeOffset At(int second) => A.Now.AddSeconds(second);
}
