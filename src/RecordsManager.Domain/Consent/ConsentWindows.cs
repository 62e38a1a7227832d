using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>
/// The stretches of a recording's timeline that each participant's consent covers, for each medium by itself: the rules,
/// asked at every moment at which something changed.
/// </summary>
/// <remarks>
/// What is said before the call covers it from its start. What is said during the call counts from its moment: a yes opens, a
/// no closes, and what was agreed to before it stays. What is said after the call covers the whole of it, or takes the whole
/// back, whatever was said before.
/// </remarks>
public sealed class ConsentWindows
{
    public static readonly IReadOnlyList<MediaKinds> Media = [MediaKinds.Audio, MediaKinds.Video, MediaKinds.Screen, MediaKinds.Chat];

    private readonly Dictionary<(ParticipantId, MediaKinds), IReadOnlyList<Stretch>> _open = [];

    private ConsentWindows()
    {
    }

    /// <summary>In order, none touching another. One that is open from the start or to the end of the call is open without bound: media may begin a little earlier and end a little later.</summary>
    public IReadOnlyList<Stretch> Of(ParticipantId participant, MediaKinds medium) =>
        _open.TryGetValue((participant, medium), out var windows) ? windows : [];

    /// <summary>The whole call for whom the decision covers, nothing for the others: all that can be said of a call without a timeline.</summary>
    public static ConsentWindows Whole(IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions)
    {
        var windows = new ConsentWindows();
        foreach (var (participant, decision) in decisions)
        {
            foreach (var medium in Media.Where(m => decision.MayPlay && decision.Media.HasFlag(m)))
            {
                windows._open[(participant, medium)] = [Stretch.Always];
            }
        }

        return windows;
    }

    /// <param name="factsAt">What is known of the call, with everybody where they were at that moment; all with the same events.</param>
    /// <param name="durationNs">Of the timeline that begins at <see cref="CallFacts.StartsAt"/>.</param>
    public static ConsentWindows Of(Func<DateTimeOffset, CallFacts> factsAt, long durationNs, IEnumerable<DateTimeOffset> moves, RulePack pack, ConsentTerms terms)
    {
        var known = factsAt(DateTimeOffset.MaxValue);
        var timeline = new Timeline(known.StartsAt, durationNs);
        var said = Placed(known.Events, timeline);
        List<DateTimeOffset> moments =
            [timeline.Start, .. said.Select(e => e.At).Concat(moves).Where(at => at > timeline.Start && at < timeline.End).Distinct().Order()];
        Dictionary<(ParticipantId, MediaKinds), List<Stretch>> open = [];
        for (var index = 0; index < moments.Count; index++)
        {
            var stretch = timeline.Between(moments[index], index + 1 < moments.Count ? moments[index + 1] : timeline.End);
            var facts = factsAt(moments[index]) with { Events = said, At = moments[index] };
            foreach (var (participant, decision) in ConsentRules.Decide(facts, pack, terms))
            {
                foreach (var medium in Media.Where(m => decision.MayPlay && decision.Media.HasFlag(m)))
                {
                    (open.TryGetValue((participant, medium), out var stretches) ? stretches : open[(participant, medium)] = []).Add(stretch);
                }
            }
        }

        var windows = new ConsentWindows();
        foreach (var ((participant, medium), stretches) in open)
        {
            windows._open[(participant, medium)] = Stretch.Union(TakenBack(stretches, said, participant, medium, timeline));
        }

        return windows;
    }

    /// <summary>Each event at the moment from which on it counts.</summary>
    private static List<ConsentFact> Placed(IReadOnlyList<ConsentFact> events, Timeline timeline)
    {
        List<ConsentFact> placed = [];
        foreach (var theirs in events.GroupBy(e => e.Participant))
        {
            var inOrder = theirs.OrderBy(e => e.At).ThenBy(e => e.Order).ToList();

            // Said after the call and meant for the time from then on only: there is none.
            inOrder.RemoveAll(e => e.At >= timeline.End && e is { Kind: ConsentEventKind.Withdrawn, Reach: WithdrawalReach.Onward });
            var decidedAfter = inOrder.Exists(e => e.At >= timeline.End && e.IsAnswer && !e.ForMinor);
            var decidedWithin = inOrder.Exists(e => e.At > timeline.Start && e.At < timeline.End && e.IsAnswer && !e.ForMinor);

            // A notice after the call is one for who had not answered in it; it reopens nothing.
            inOrder.RemoveAll(e => e.At >= timeline.End && decidedWithin && !decidedAfter && !e.ForMinor);

            // Who refuses has never agreed: the gate was closed to them from the start, whenever they found the words.
            var yes = inOrder.FindIndex(e => e.Kind == ConsentEventKind.Granted && !e.ForMinor);
            placed.AddRange(inOrder.Select((e, index) => e with
            {
                At = e.At >= timeline.End || decidedAfter || (e.Kind == ConsentEventKind.Refused && (yes < 0 || index < yes)) ? Earlier(e.At, timeline.Start) : e.At,
            }));
        }

        // The order in which things were said stays what it was, also among those that now stand at the start together.
        return [.. placed.OrderBy(e => e.Order).Select((e, order) => e with { Order = order })];
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static IEnumerable<Stretch> TakenBack(List<Stretch> stretches, List<ConsentFact> said, ParticipantId participant, MediaKinds medium, Timeline timeline)
    {
        var everything = said.Where(e => e.Participant == participant && e.At > timeline.Start && e is { Kind: ConsentEventKind.Withdrawn, Reach: WithdrawalReach.Everything } && e.Media.HasFlag(medium))
            .Select(e => timeline.NsOf(e.At)).DefaultIfEmpty(long.MinValue).Max();
        return stretches.Where(s => s.FromNs >= everything);
    }

    private sealed record Timeline(DateTimeOffset Start, long DurationNs)
    {
        public DateTimeOffset End { get; } = Start + TimeSpan.FromTicks(DurationNs / 100);

        public long NsOf(DateTimeOffset at) => (at - Start).Ticks * 100;

        public Stretch Between(DateTimeOffset from, DateTimeOffset to) => new(
            from <= Start ? Stretch.Always.FromNs : NsOf(from),
            to >= End ? Stretch.Always.ToNs : NsOf(to));
    }
}
