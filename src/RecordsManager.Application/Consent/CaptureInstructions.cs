using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

public enum CapturePresence
{
    /// <summary>Announced; not here yet, as far as was told.</summary>
    Expected,
    Present,
    Left,
}

/// <summary>What the SFU does with one medium of one participant, as a state rather than a step: carrying it out twice is carrying it out.</summary>
public enum CaptureAction
{
    /// <summary>Capture it, from now on.</summary>
    Start,

    /// <summary>Not yet: an answer is missing. It may become start.</summary>
    Pause,

    /// <summary>Leave this track out; the others go on.</summary>
    ExcludeTrack,

    /// <summary>No longer: taken back, left, or the call is over.</summary>
    Stop,
}

/// <param name="Medium">audio, video or screen.</param>
public sealed record CaptureMedium(string Medium, bool MayCapture, CaptureAction Action);

/// <summary>Translates decisions into what an SFU does. Decides nothing itself.</summary>
internal static class CaptureInstructions
{
    private static readonly (string Word, MediaKinds Kind)[] Captured = [("audio", MediaKinds.Audio), ("video", MediaKinds.Video), ("screen", MediaKinds.Screen)];

    public static IReadOnlyList<CaptureDecision.Row> For(Recording recording, IReadOnlyCollection<ConsentEvent> events, IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions) =>
        [.. recording.Participants
            .Where(p => decisions.ContainsKey(p.Id))
            .OrderBy(p => p.Ordinal)
            .Select(p => Row(recording, p, [.. events.Where(e => e.Participant == p.Id && e.By != ConsentSpeaker.Guardian).InOrder()], decisions))];

    private static CaptureDecision.Row Row(Recording recording, Participant participant, List<ConsentEvent> said, IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions)
    {
        var decision = decisions[participant.Id];
        var presence = participant.IsPresent ? CapturePresence.Present : participant.Marks.Count > 0 ? CapturePresence.Left : CapturePresence.Expected;
        var over = !recording.IsLive || presence == CapturePresence.Left;
        var answer = StandingAnswer.Of(said)?.Answer.Kind;
        var reasons = !over && answer is null && !decision.MayCapture && IsLate(recording, participant, decisions)
            ? [new Reason(ReasonCode.LateJoinerPending, null, null, participant.Id), .. decision.Reasons]
            : decision.Reasons;
        return new CaptureDecision.Row(
            participant.Id,
            presence,
            decision.MayCapture,
            [.. Captured.Select(m => Medium(m.Word, decision.MayCapture && decision.Media.HasFlag(m.Kind), decision, answer, over))],
            decision.Model,
            decision.Rule.Code,
            decision.PackVersion,
            decision.Requirement,
            [.. reasons.Select(r => r.Code)],
            reasons,
            [.. decision.Purposes.Where(p => p.MayCapture).Select(p => p.Purpose)],
            over ? [] : [.. Actions(recording, participant, said, answer, decision)]);
    }

    private static CaptureMedium Medium(string word, bool may, ConsentDecision decision, ConsentEventKind? answer, bool over) => new(word, may, (over, may, answer) switch
    {
        (true, _, _) => CaptureAction.Stop,
        (_, true, _) => CaptureAction.Start,
        (_, _, ConsentEventKind.Withdrawn) => CaptureAction.Stop,
        (_, _, ConsentEventKind.Refused or ConsentEventKind.Objected) => CaptureAction.ExcludeTrack,
        _ when decision.MayCapture => CaptureAction.ExcludeTrack, // agreed, but not to this medium
        _ => CaptureAction.Pause,
    });

    private static IEnumerable<string> Actions(Recording recording, Participant participant, List<ConsentEvent> said, ConsentEventKind? answer, ConsentDecision decision)
    {
        var told = said.LastOrDefault(e => e.Kind is ConsentEventKind.Notified or ConsentEventKind.Acknowledged or ConsentEventKind.Granted or ConsentEventKind.BeepTone)?.At;
        if (told is null && decision.Requirement.Notice != NoticeForm.None)
        {
            yield return "deliver-notice";
        }
        else if (told is not null && participant.IsPresent && SomebodyCameAfter(recording, participant, told.Value))
        {
            yield return "reissue-notice";
        }

        if (answer is null && decision.Requirement.Answer != AnswerForm.None && !decision.MayCapture)
        {
            yield return "request-consent";
        }

        if (decision.Codes.Contains(ReasonCode.MinorGuardianMissing))
        {
            yield return "request-guardian-consent";
        }

        if (participant.Channel == CallChannel.Telephone && answer is ConsentEventKind.Refused or ConsentEventKind.Withdrawn or ConsentEventKind.Objected)
        {
            yield return "offer-unrecorded-channel"; // a telephone cannot leave one voice out of what the others hear recorded
        }
    }

    /// <summary>They came after somebody who is recorded: for them capture waits (consent-model.md, section 4).</summary>
    private static bool IsLate(Recording recording, Participant participant, IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions) =>
        participant.Visits is [var first, ..]
        && recording.Participants.Any(other => other.Visits is [var earlier, ..] && earlier.From < first.From && decisions[other.Id].MayCapture);

    /// <summary>A late joiner: everybody who is recorded is told again that recording is on.</summary>
    private static bool SomebodyCameAfter(Recording recording, Participant participant, DateTimeOffset told) =>
        recording.Participants.Any(other => other.Id != participant.Id && other.Visits is [var first, ..] && first.From > told);
}
