using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Deliveries;

/// <summary>A call of two people who were there for a hundred seconds.</summary>
public sealed class ReconcilingACall
{
    private readonly Recording _call = A.AnnouncedRecording();
    private readonly Participant _ada;
    private readonly Participant _ben;
    private readonly Dictionary<ParticipantId, Answer> _answers = [];

    public ReconcilingACall()
    {
        _call.IsAnnounced(A.Now);
        _ada = Comes();
        _ben = Comes();
    }

    [Fact]
    public void What_arrived_whole_and_in_time_is_no_finding()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 2, 99);

        Assert.Empty(Findings(Delivery(At(160))));
    }

    [Fact]
    public void A_call_is_missing_once_it_is_due_and_not_before()
    {
        _call.End(At(100));

        Assert.Empty(Findings(now: At(100) + Reconciliation.Grace));
        Assert.Equal(FindingKind.Missing, Assert.Single(Findings(now: At(101) + Reconciliation.Grace)).Kind);
    }

    [Fact]
    public void A_call_whose_end_nobody_told_is_missing_after_a_day()
    {
        Assert.Empty(Findings(now: At(0) + Reconciliation.LongestCall));
        Assert.Equal(new Finding(FindingKind.Missing), Assert.Single(Findings(now: At(1) + Reconciliation.LongestCall)));
    }

    [Fact]
    public void A_call_in_which_everybody_said_no_is_not_missing()
    {
        _call.End(At(100));
        _answers[_ada.Id] = new Answer(false, At(1));
        Assert.Single(Findings(now: At(100_000)));

        _answers[_ben.Id] = new Answer(false, At(1));
        Assert.Empty(Findings(now: At(100_000)));
    }

    [Fact]
    public void Somebody_of_whom_nothing_arrived_is_missing_unless_they_said_no()
    {
        Arrives(_ada, 0, 100);

        Assert.Equal(new Finding(FindingKind.Missing, _ben.Id), Assert.Single(Findings(Delivery(At(160)))));

        _answers[_ben.Id] = new Answer(false, At(50));
        Assert.Empty(Findings(Delivery(At(160))));
    }

    [Fact]
    public void Who_was_erased_is_not_missing()
    {
        Arrives(_ada, 0, 100);
        _call.Erase(_ben.Person);

        Assert.True(_ben.IsForgotten);
        Assert.Empty(Findings(Delivery(At(160))));
    }

    [Fact]
    public void A_track_that_ends_before_its_person_left_is_shortened_by_as_much()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 0, 60);

        Assert.Equal(new Finding(FindingKind.Shortened, _ben.Id, LackingNs: 40_000_000_000), Assert.Single(Findings(Delivery(At(160)))));
    }

    [Fact]
    public void Several_tracks_cover_a_stay_together()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 0, 55);
        Arrives(_ben, 50, 100);

        Assert.Empty(Findings(Delivery(At(160))));
    }

    [Fact]
    public void Who_agreed_during_the_call_may_have_been_recorded_only_from_then_on()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 40, 100);
        Assert.Equal(FindingKind.Shortened, Assert.Single(Findings(Delivery(At(160)))).Kind);

        _answers[_ben.Id] = new Answer(true, At(40));
        Assert.Empty(Findings(Delivery(At(160))));
    }

    [Fact]
    public void What_came_hours_after_the_end_is_late_by_the_first_delivery_that_brought_something()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 0, 100);
        var again = Delivery(At(200_000), tracks: 2, repeated: 2);

        Assert.Equal(new Finding(FindingKind.Late, After: TimeSpan.FromSeconds(9_900)), Assert.Single(Findings(Delivery(At(10_000)))));
        Assert.Equal([FindingKind.Duplicate], Findings(Delivery(At(160)), again).Select(f => f.Kind));
    }

    [Fact]
    public void A_delivery_that_brought_what_was_there_is_a_duplicate_and_nothing_else()
    {
        Arrives(_ada, 0, 100);
        Arrives(_ben, 0, 100);
        var again = Delivery(At(170), tracks: 2, repeated: 2);

        Assert.Equal(new Finding(FindingKind.Duplicate, Delivery: again.Id, Tracks: 2), Assert.Single(Findings(Delivery(At(160)), again)));
    }

    private static DateTimeOffset At(double second) => A.Now.AddSeconds(second);

    private IReadOnlyList<Finding> Findings(params Delivery[] deliveries) => Reconciliation.Of(_call, deliveries, _answers, At(1000));

    private IReadOnlyList<Finding> Findings(DateTimeOffset now) => Reconciliation.Of(_call, [], _answers, now);

    private Participant Comes()
    {
        var participant = _call.Expect(A.Person(), new ParticipantFacts(), At(0), At(0));
        _call.Enter(participant, At(0), At(0));
        _call.Leave(participant, At(100), At(100));
        return participant;
    }

    private void Arrives(Participant participant, double from, double to)
    {
        var medium = A.Medium() with { OffsetNs = (long)(from * 1e9), DurationNs = (long)((to - from) * 1e9) };
        _call.Attach(TrackId.New(A.Now), participant, $"track-{participant.Ordinal}-{from}", medium, [], A.Now.AddDays(14));
        _call.Receive(100_000_000_000, A.Now.AddDays(90));
    }

    private Delivery Delivery(DateTimeOffset received, int tracks = 2, int repeated = 0)
    {
        var delivery = new Delivery(DeliveryId.New(received), A.Organization, "manifest", "key", [1], 3, received);
        delivery.Complete(_call.Id, tracks, repeated, 0, [9], received);
        return delivery;
    }
}
