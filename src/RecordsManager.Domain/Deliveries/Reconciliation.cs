using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Deliveries;

public enum FindingKind
{
    /// <summary>Nothing arrived of the call, or of one who was in it.</summary>
    Missing,

    /// <summary>It arrived long after the call's end.</summary>
    Late,

    /// <summary>What arrived of somebody covers less than they were in the call.</summary>
    Shortened,

    /// <summary>A delivery brought what an earlier one had brought.</summary>
    Duplicate,
}

/// <summary>One difference between what was announced and what arrived.</summary>
/// <param name="Participant">Whose; null where the call as a whole is meant.</param>
/// <param name="Delivery">Which; null where none is meant.</param>
/// <param name="LackingNs">Of <see cref="FindingKind.Shortened"/>: how much of their stay no track covers.</param>
/// <param name="After">Of <see cref="FindingKind.Late"/>: how long after the call's end.</param>
/// <param name="Tracks">Of <see cref="FindingKind.Duplicate"/>: how many.</param>
public sealed record Finding(FindingKind Kind, ParticipantId? Participant = null, DeliveryId? Delivery = null, long LackingNs = 0, TimeSpan After = default, int Tracks = 0);

/// <summary>Holds a call that was announced against what arrived of it.</summary>
public static class Reconciliation
{
    /// <summary>From the call's end until its delivery counts as late: SFUs hand over within minutes, cloud services within an hour.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <summary>From the start of a call whose end nobody told until it counts as over.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromHours(24);

    /// <summary>Coming and going are told by one clock and recorded by another; less than this is no finding.</summary>
    private const long NegligibleNs = 10_000_000_000;

    private const double NegligibleShare = 0.05;

    /// <param name="deliveries">Complete ones of this recording.</param>
    /// <param name="answers">Of each participant what they last answered, and when; who said no may not have been recorded.</param>
    public static IReadOnlyList<Finding> Of(
        Recording recording, IReadOnlyCollection<Delivery> deliveries, IReadOnlyDictionary<ParticipantId, Answer> answers, DateTimeOffset now)
    {
        if (recording.State == RecordingState.Announced)
        {
            return IsDue(recording, now) && IsExpected(recording, answers) ? [new Finding(FindingKind.Missing)] : [];
        }

        var brought = deliveries.Where(d => d.Attached > d.Repeated).Select(d => d.ReceivedAt).DefaultIfEmpty().Min();
        var late = recording.OverAt is { } over && brought - over > Grace ? brought - over : TimeSpan.Zero;
        return
        [
            .. late > TimeSpan.Zero ? [new Finding(FindingKind.Late, After: late)] : (Finding[])[],
            .. recording.Participants.Select(p => OfOne(recording, p, answers.GetValueOrDefault(p.Id))).OfType<Finding>(),
            .. deliveries.Where(d => d.Repeated > 0).OrderBy(d => d.ReceivedAt).Select(d => new Finding(FindingKind.Duplicate, Delivery: d.Id, Tracks: d.Repeated)),
        ];
    }

    private static bool IsDue(Recording recording, DateTimeOffset now) =>
        now > (recording.EndedAt is { } ended ? ended + Grace : recording.StartedAt + LongestCall);

    /// <summary>Where everybody said no there was nothing to record.</summary>
    private static bool IsExpected(Recording recording, IReadOnlyDictionary<ParticipantId, Answer> answers) =>
        recording.Participants.Count == 0 || recording.Participants.Any(p => !p.IsForgotten && answers.GetValueOrDefault(p.Id) is not { Agreed: false });

    private static Finding? OfOne(Recording recording, Participant participant, Answer? answer)
    {
        if (participant.IsForgotten || answer is { Agreed: false })
        {
            return null;
        }

        // Who agreed during the call may have been recorded only from then on.
        var from = answer is { } yes ? (yes.At - recording.StartedAt).Ticks * 100 : long.MinValue;
        var stays = Stretch.Intersection(recording.StaysOf(participant), [new Stretch(from, long.MaxValue)]);
        var arrived = recording.Tracks.Where(t => t.Participant == participant.Id).Select(t => t.Extent).ToList();
        var (stayed, lacking) = (Sum(stays), Sum(Stretch.Difference(stays, arrived)));
        return lacking <= NegligibleNs || lacking <= stayed * NegligibleShare ? null
            : arrived.Count == 0 ? new Finding(FindingKind.Missing, participant.Id)
            : new Finding(FindingKind.Shortened, participant.Id, LackingNs: lacking);
    }

    private static long Sum(IEnumerable<Stretch> stretches) => stretches.Sum(s => s.LengthNs);
}

/// <summary>What a participant last said to being recorded, and when.</summary>
public sealed record Answer(bool Agreed, DateTimeOffset At);
