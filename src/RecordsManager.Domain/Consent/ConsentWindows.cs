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
    private readonly Dictionary<(ParticipantId, MediaKinds), IReadOnlyList<ConsentStretch>> _told = [];

    private ConsentWindows()
    {
    }

    /// <summary>In order, none touching another. One that is open from the start or to the end of the call is open without bound: media may begin a little earlier and end a little later.</summary>
    public IReadOnlyList<Stretch> Of(ParticipantId participant, MediaKinds medium) =>
        _open.TryGetValue((participant, medium), out var windows) ? windows : [];

    /// <summary>The whole timeline, in order and without holes: what is covered, what is not, and why. Its ends are bounded like those of the windows.</summary>
    public IReadOnlyList<ConsentStretch> Told(ParticipantId participant, MediaKinds medium) =>
        _told.TryGetValue((participant, medium), out var told) ? told : [];

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
    /// <param name="moves">When somebody was elsewhere from.</param>
    /// <param name="rules">Each moment is judged by those of its time.</param>
    public static ConsentWindows Of(Func<DateTimeOffset, CallFacts> factsAt, long durationNs, IEnumerable<DateTimeOffset> moves, RuleBook rules, ConsentTerms terms)
    {
        var known = factsAt(DateTimeOffset.MaxValue);
        var timeline = new Timeline(known.StartsAt, durationNs);
        var moved = moves.Concat(rules.Changes).ToList();
        var windows = new ConsentWindows();
        foreach (var medium in Media)
        {
            var said = Placed(known.Events, medium, timeline);
            foreach (var (participant, decided) in Decided(medium, said, at => factsAt(at) with { Events = said, At = at }, moved, timeline, rules, terms))
            {
                var told = Joined(TakenBack(decided, said, participant, timeline));
                windows._told[(participant, medium)] = told;
                windows._open[(participant, medium)] = Stretch.Union(told.Where(s => s.IsCovered).Select(s => s.Of));
            }
        }

        return windows;
    }

    private static Dictionary<ParticipantId, List<ConsentStretch>> Decided(
        MediaKinds medium, List<ConsentFact> said, Func<DateTimeOffset, CallFacts> factsAt, List<DateTimeOffset> moved, Timeline timeline, RuleBook rules, ConsentTerms terms)
    {
        List<DateTimeOffset> moments =
            [timeline.Start, .. said.Select(e => e.At).Concat(moved).Where(at => at > timeline.Start && at < timeline.End).Distinct().Order()];
        Dictionary<ParticipantId, List<ConsentStretch>> decided = [];
        foreach (var (from, to) in moments.Zip(moments.Skip(1).Append(timeline.End)))
        {
            foreach (var (participant, decision) in ConsentRules.Decide(factsAt(from), rules.At(from), terms))
            {
                (decided.TryGetValue(participant, out var stretches) ? stretches : decided[participant] = [])
                    .Add(new ConsentStretch(timeline.Between(from, to), decision.MayPlay && decision.Media.HasFlag(medium), [.. decision.Codes.Distinct()]));
            }
        }

        return decided;
    }

    /// <summary>What says something about a medium, each at the moment from which on it counts; the order in which it was said stays.</summary>
    private static List<ConsentFact> Placed(IEnumerable<ConsentFact> events, MediaKinds medium, Timeline timeline)
    {
        List<ConsentFact> placed = [];
        foreach (var theirs in events.InOrder().GroupBy(e => e.Participant))
        {
            var inOrder = theirs.ToList();
            var agreed = inOrder.FindIndex(e => e.Kind == ConsentEventKind.Granted && !e.ForMinor);

            // A no to other media, or to purposes beside the recording, leaves a yes to this one standing.
            inOrder = [.. inOrder.Where((e, index) => !e.IsAnswer || e.Kind == ConsentEventKind.Granted || (e.Media.HasFlag(medium) && !e.IsNoToPurposes) || agreed < 0 || index < agreed)];
            var answers = inOrder.FindAll(e => e.IsAnswer && !e.ForMinor && e.At > timeline.Start);
            var decidedAfter = answers.Exists(e => timeline.IsOver(e.At) && !IsOnward(e));

            // Meant for the time from then on only, of which there is none; and a notice after the call is one for who had not answered.
            inOrder.RemoveAll(e => timeline.IsOver(e.At) && (IsOnward(e) || (answers.Count > 0 && !decidedAfter && !e.ForMinor)));
            var yes = inOrder.FindIndex(e => e.Kind == ConsentEventKind.Granted && !e.ForMinor);
            placed.AddRange(inOrder.Select((e, index) =>
            {
                // Who refuses has never agreed: the gate was closed to them from the start, whenever they found the words.
                var refusedFirst = e.Kind == ConsentEventKind.Refused && (yes < 0 || index < yes);
                return timeline.IsOver(e.At) || decidedAfter || refusedFirst ? e with { At = Earlier(e.At, timeline.Start) } : e;
            }));
        }

        return placed;
    }

    private static bool IsOnward(ConsentFact e) => e is { Kind: ConsentEventKind.Withdrawn, Reach: WithdrawalReach.Onward };

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static IEnumerable<ConsentStretch> TakenBack(List<ConsentStretch> decided, List<ConsentFact> said, ParticipantId participant, Timeline timeline)
    {
        var everything = said.Where(e => e.Participant == participant && e.At > timeline.Start && e is { Kind: ConsentEventKind.Withdrawn, Reach: WithdrawalReach.Everything })
            .Select(e => timeline.NsOf(e.At)).DefaultIfEmpty(long.MinValue).Max();
        return decided.Select(s => s.IsCovered && s.Of.FromNs < everything ? s with { IsCovered = false, Reasons = [ReasonCode.ConsentWithdrawn] } : s);
    }

    private static List<ConsentStretch> Joined(IEnumerable<ConsentStretch> stretches)
    {
        List<ConsentStretch> joined = [];
        foreach (var next in stretches)
        {
            if (joined.Count > 0 && joined[^1].IsCovered == next.IsCovered && joined[^1].Reasons.SequenceEqual(next.Reasons))
            {
                joined[^1] = joined[^1] with { Of = joined[^1].Of with { ToNs = next.Of.ToNs } };
            }
            else
            {
                joined.Add(next);
            }
        }

        return joined;
    }

    private sealed record Timeline(DateTimeOffset Start, long DurationNs)
    {
        public DateTimeOffset End { get; } = Start + TimeSpan.FromTicks(DurationNs / 100);

        public bool IsOver(DateTimeOffset at) => at >= End;

        public long NsOf(DateTimeOffset at) => (at - Start).Ticks * 100;

        public Stretch Between(DateTimeOffset from, DateTimeOffset to) => new(
            from <= Start ? Stretch.Always.FromNs : NsOf(from),
            to >= End ? Stretch.Always.ToNs : NsOf(to));
    }
}

/// <param name="IsCovered">What lies in it may be played.</param>
/// <param name="Reasons">Codes of consent-model.md section 8: why, or why not.</param>
public sealed record ConsentStretch(Stretch Of, bool IsCovered, IReadOnlyList<string> Reasons);
