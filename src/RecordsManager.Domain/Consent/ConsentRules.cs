using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>
/// What the product asks of the rules: for each participant of a recording, may they be captured, kept and played. The engine
/// does the deciding; the reasons are its own.
/// </summary>
public static class ConsentRules
{
    /// <param name="events">Any order; only those up to <see cref="CallFacts.At"/> count.</param>
    public static IReadOnlyDictionary<ParticipantId, ConsentDecision> Decide(CallFacts facts, RulePack pack, ConsentTerms terms)
    {
        if (facts.Participants.Count == 0)
        {
            return new Dictionary<ParticipantId, ConsentDecision>();
        }

        // A recording's participants are all looked at: who joined when decides on windows, not on whether they are asked.
        var everybody = facts with { Participants = [.. facts.Participants.Select(p => p with { JoinedAt = null, LeftAt = null })] };
        var capture = Capture.At(facts.At, everybody, pack, terms, everybody.Events.Where(e => e.At <= facts.At).ToLookup(e => e.Participant));
        var strictest = ApplicableLaw.Of(everybody, pack, terms, everybody.Participants).Strictest;
        return capture.Gates.ToDictionary(g => g.Id, g => Decision(g, capture.May(g.Id), capture, strictest, facts, pack, terms));
    }

    /// <summary>True for who needs a parent's or guardian's yes beside their own.</summary>
    public static bool NeedsGuardian(AskedParticipant participant, RulePack pack) => Said.IsMinor(participant, pack);

    private static ConsentDecision Decision(ParticipantGate gate, bool may, Capture capture, RuleInForce strictest, CallFacts facts, RulePack pack, ConsentTerms terms)
    {
        List<Reason> reasons = [];
        if (terms.CrossBorder == CrossBorder.StrictestWins)
        {
            reasons.Add(new Reason(ReasonCode.StrictestWins, strictest.Rule.Code, strictest.Rule.Citations is [var cited, ..] ? cited : null, strictest.CausedBy));
        }

        reasons.AddRange(gate.Law.Disputed);
        if (gate.Rule.IsOverridden)
        {
            reasons.Add(new Reason(ReasonCode.AdminOverride, gate.Rule.Rule.Code, null, gate.Rule.CausedBy));
        }

        if (gate.IsOpen && !may)
        {
            reasons.Add(new Reason(ReasonCode.OtherPartyMissing, null, null, capture.Gates.First(g => !g.IsOpen).Id));
        }

        reasons.AddRange(gate.Reasons.Where(r => r.Code != ReasonCode.NoticeOk || gate.Model == ConsentModel.Notice));
        return new ConsentDecision(
            may, may, may, gate.Media, gate.Model, gate.Rule.Rule, pack.Version, gate.Requirement, reasons,
            [.. Purpose.All.Union(facts.Features, StringComparer.Ordinal).Select(purpose => For(purpose, gate, may, reasons))]);
    }

    private static PurposeDecision For(string purpose, ParticipantGate gate, bool may, IReadOnlyList<Reason> reasons)
    {
        if (purpose == Purpose.Recording)
        {
            return new PurposeDecision(purpose, gate.Requirement, may, may, may, reasons);
        }

        if (!Purpose.All.Contains(purpose, StringComparer.Ordinal))
        {
            var uses = may && CallDecider.MayBeUsed(purpose, gate);
            return new PurposeDecision(purpose, new Requirement(gate.Requirement.Notice, AnswerForm.OptIn, AnswerTime.BeforeUse), uses, uses, uses, CallDecider.MayBeUsed(purpose, gate)
                ? reasons
                : [new Reason(Purpose.IsBiometric(purpose) ? ReasonCode.BiometricConsentMissing : ReasonCode.PurposeNotConsented, null, null, gate.Id)]);
        }

        // Where the law asks for no answer to the recording, it asks for none to its sharing; transcripts and AI are asked for everywhere.
        var asks = gate.Model >= ConsentModel.AllParty || purpose is Purpose.Transcription or Purpose.Ai;
        var names = (gate.Said.Purposes ?? Purpose.Asked).Contains(purpose, StringComparer.Ordinal);

        // Who need not be asked and says yes to other things only has said no to this one: that is honoured everywhere.
        var covered = asks ? gate.Said.Agrees && names : gate.Said.Answer != ConsentEventKind.Granted || names;
        var requirement = new Requirement(gate.Requirement.Notice, asks ? AnswerForm.OptIn : AnswerForm.None, AnswerTime.BeforeUse);
        return covered
            ? new PurposeDecision(purpose, requirement, may, may, may, reasons)
            : new PurposeDecision(purpose, requirement, false, false, false, [new Reason(ReasonCode.PurposeNotConsented, null, null, gate.Id)]);
    }
}
