using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>A yes and a no of one person at the same time: whatever number either got and in whatever order they came, the no counts.</summary>
public sealed class SpeakingAtTheSameTime
{
    private static readonly ParticipantId Somebody = ParticipantId.New(A.Now);
    private static readonly PersonId Person = PersonId.New(A.Now);

    public static TheoryData<ConsentEventKind> Noes => [ConsentEventKind.Refused, ConsentEventKind.Withdrawn, ConsentEventKind.Objected];

    [Theory]
    [MemberData(nameof(Noes))]
    public void A_no_is_the_standing_answer(ConsentEventKind no) => Assert.All(
        BothWays(no, null), events => Assert.Equal(no, StandingAnswer.Of(events)!.Answer.Kind));

    [Fact]
    public void A_no_to_sharing_takes_the_sharing_back_and_nothing_else() => Assert.All(
        BothWays(ConsentEventKind.Withdrawn, [Purpose.Sharing]), events =>
        {
            var standing = StandingAnswer.Of(events)!;
            Assert.True(standing.Agrees);
            Assert.Contains(Purpose.Recording, standing.Purposes);
            Assert.DoesNotContain(Purpose.Sharing, standing.Purposes);
        });

    [Fact]
    public void A_yes_a_moment_later_counts_again() => Assert.All(
        BothWays(ConsentEventKind.Withdrawn, null), events =>
            Assert.True(StandingAnswer.Of([.. events, Event(ConsentEventKind.Granted, 0, A.Now.AddMilliseconds(1), null)])!.Agrees));

    [Theory]
    [MemberData(nameof(Noes))]
    public void A_no_closes_the_window_and_the_gate(ConsentEventKind no)
    {
        foreach (var first in new[] { no, ConsentEventKind.Granted })
        {
            var call = new TimedCall("DE");
            var participant = call.Add();
            call.Say(participant, new Said(5, ConsentEventKind.Granted));
            call.Say(participant, new Said(20, first));
            call.Say(participant, new Said(20, first == no ? ConsentEventKind.Granted : no));

            Assert.Equal([new Stretch(5_000_000_000, 20_000_000_000)], call.Windows().Of(participant, MediaKinds.Audio));
        }
    }

    [Fact]
    public void The_order_is_the_same_however_they_came()
    {
        var dice = new Dice(20261126);
        List<ConsentEvent> events = [.. Enumerable.Range(0, 40).Select(i => Event((ConsentEventKind)dice.Below(8), (byte)i, A.Now.AddMilliseconds(dice.Below(4)), null))];
        var inOrder = events.InOrder().ToList();
        for (var round = 0; round < 200; round++)
        {
            Assert.Equal(inOrder, events.OrderBy(_ => dice.Below(1 << 20)).InOrder());
        }

        Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(
            pair.First.At < pair.Second.At || !(pair.First.Kind is ConsentEventKind.Refused or ConsentEventKind.Withdrawn && pair.Second.Kind == ConsentEventKind.Granted)));
    }

    /// <summary>The yes has the lower number and the higher one, comes first and last.</summary>
    private static IEnumerable<ConsentEvent[]> BothWays(ConsentEventKind no, IReadOnlyList<string>? purposes)
    {
        foreach (var (yesNumber, noNumber) in new[] { ((byte)1, (byte)2), ((byte)2, (byte)1) })
        {
            var (said, saidNo) = (Event(ConsentEventKind.Granted, yesNumber, A.Now, Purpose.All), Event(no, noNumber, A.Now, purposes));
            yield return [said, saidNo];
            yield return [saidNo, said];
        }
    }

    private static ConsentEvent Event(ConsentEventKind kind, byte number, DateTimeOffset at, IReadOnlyList<string>? purposes) => new(
        new ConsentEventId(new Guid(number, 0, 0, new byte[8])), A.Organization, RecordingId.New(A.Now), Somebody, Person, kind, at, at, new ConsentEvidence("api", Purposes: purposes));
}
