using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>
/// Decides per participant what may be captured and played. The strictest rule of all places in the call applies to
/// everybody in it (Kearney v. Salomon Smith Barney, Cal. 2006, is why), and an unknown place counts as the strictest.
/// Pure: the same facts always give the same decision.
/// </summary>
public static class ConsentRules
{
    public static IReadOnlyDictionary<ParticipantId, ConsentDecision> Decide(
        RulePack pack,
        string establishedIn,
        IReadOnlyCollection<Participant> participants,
        IReadOnlyCollection<ConsentEvent> events)
    {
        var strictest = Strictest(pack, establishedIn, participants);
        var latest = events
            .GroupBy(e => e.Participant)
            .ToDictionary(g => g.Key, g => g.OrderBy(e => e.At).ThenBy(e => e.Id.Value).ToList());
        var someoneAgreed = participants.Any(p => Answer(latest, p.Id) == ConsentEventKind.Granted);

        return participants.ToDictionary(p => p.Id, p => DecideOne(pack, strictest, p, latest, someoneAgreed));
    }

    public static JurisdictionRule Strictest(RulePack pack, string establishedIn, IEnumerable<Participant> participants) =>
        participants.Select(p => p.Location)
            .Append(establishedIn)
            .SelectMany(pack.Of)
            .OrderByDescending(rule => rule.Model)
            .ThenBy(rule => rule.Code, StringComparer.Ordinal)
            .First();

    private static ConsentDecision DecideOne(
        RulePack pack, JurisdictionRule rule, Participant participant, Dictionary<ParticipantId, List<ConsentEvent>> events, bool someoneAgreed)
    {
        List<Reason> reasons = [];
        if (participant.Location is null || !pack.Rules.ContainsKey(participant.Location))
        {
            reasons.Add(new Reason("UNKNOWN_LOCATION_STRICTEST", RulePack.Unknown, null, participant.Id));
        }

        reasons.Add(new Reason("STRICTEST_WINS", rule.Code, rule.Citations is [var first, ..] ? first : null));
        var answer = Answer(events, participant.Id);
        var notified = events.TryGetValue(participant.Id, out var own) && own.Exists(e => e.Kind is ConsentEventKind.Notified or ConsentEventKind.Acknowledged);

        // A refusal or a withdrawal counts under every rule: policy honours it even where the law would not ask.
        var (may, reason) = answer switch
        {
            ConsentEventKind.Refused => (false, "CONSENT_REFUSED"),
            ConsentEventKind.Withdrawn => (false, "CONSENT_WITHDRAWN"),
            ConsentEventKind.Granted => (true, "CONSENT_OK"),
            _ when rule.Model == ConsentModel.OneParty && someoneAgreed => (true, "ONE_PARTY_OK"),
            _ when rule.Model == ConsentModel.Notice && notified => (true, "NOTICE_OK"),
            _ when rule.Model == ConsentModel.Notice => (false, "NOTICE_MISSING"),
            _ => (false, "CONSENT_MISSING"),
        };
        reasons.Add(new Reason(reason, null, null, participant.Id));
        var requirement = new Requirement(
            rule.Model == ConsentModel.OneParty ? NoticeForm.None : NoticeForm.Told,
            rule.Model >= ConsentModel.AllParty ? AnswerForm.OptIn : AnswerForm.None,
            AnswerTime.BeforeCapture);
        var media = own?.LastOrDefault(e => e.Kind == ConsentEventKind.Granted)?.Media ?? MediaKinds.All;
        return new ConsentDecision(
            may, may, may, media, rule.Model, rule, pack.Version, requirement, reasons, [new PurposeDecision(Purpose.Recording, requirement, may, may, may, reasons)]);
    }

    /// <summary>The last answer of the participant; a notice is not an answer.</summary>
    private static ConsentEventKind? Answer(Dictionary<ParticipantId, List<ConsentEvent>> events, ParticipantId participant) =>
        events.TryGetValue(participant, out var own)
            ? own.LastOrDefault(e => e.IsAnswer)?.Kind
            : null;
}
