using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>
/// Decides a call at one moment from all that is known of it: who may be captured now, what of the captured may be kept and
/// played, and what is to be done. Pure, and explainable: every answer carries its reasons.
/// </summary>
public static class CallDecider
{
    public static CallDecision Decide(CallFacts facts, RulePack pack, ConsentTerms terms)
    {
        var heard = facts.Events.Where(e => e.At <= facts.At).ToLookup(e => e.Participant);
        var ended = facts.EndedAt <= facts.At;
        // Once it is over, everybody who took part is looked at together, whoever left first.
        var seen = ended ? facts with { Participants = [.. facts.Participants.Select(p => p with { LeftAt = null })] } : facts;
        var now = Capture.At(ended ? facts.EndedAt!.Value : facts.At, seen, pack, terms, heard);
        var past = new CapturedPast(facts, pack, terms);
        var keeping = new Keeping(facts, pack, terms);
        SortedSet<string> actions = new(StringComparer.Ordinal) { "log-decision" };
        Dictionary<ParticipantId, Outcome> outcomes = [];
        foreach (var gate in now.Gates.Concat(now.Left(seen, pack, terms, heard)))
        {
            outcomes[gate.Id] = One(gate, facts, now, past, keeping, ended, actions);
        }

        var law = ApplicableLaw.Of(facts, pack, terms, now.Gates.Select(g => g.Participant));
        if (law.Rules.Any(r => r.IsOverridden))
        {
            actions.Add("record-override");
        }

        var overall = Whole(law, now, outcomes, ended);
        Act(facts, terms, now, past, keeping, ended, actions);
        return new CallDecision(pack.Version, law.Model, law.Strictest.Rule, overall, outcomes, [.. actions]);
    }

    private static Outcome One(
        ParticipantGate gate, CallFacts facts, Capture now, CapturedPast past, Keeping keeping, bool ended, SortedSet<string> actions)
    {
        var may = now.Of.GetValueOrDefault(gate.Id, MayRecord.Ended);
        var isOver = ended || may == MayRecord.Ended; // for the call, or for who has left it
        List<Reason> reasons = [];
        if (gate.IsOpen && may is MayRecord.No or MayRecord.Pause)
        {
            reasons.AddRange(now.Gates.Where(g => !g.IsOpen).Select(g => new Reason(ReasonCode.OtherPartyMissing, null, null, g.Id)).Take(1));
            reasons.AddRange(now.Gates.Where(g => g.Has(ReasonCode.OrgPolicyStricter)).Select(g => new Reason(ReasonCode.OrgPolicyStricter, null, null, g.Id)).Take(1));
        }

        reasons.AddRange(gate.Reasons);
        if (!isOver && Capture.IsLate(gate, facts))
        {
            reasons.Insert(0, new Reason(ReasonCode.LateJoinerPending, null, null, gate.Id));
        }

        Features(gate, facts, reasons, actions);
        if (gate.Said.GrantedAt > facts.StartsAt && (gate.Participant.JoinedAt is not { } joined || joined <= facts.StartsAt))
        {
            reasons.Add(new Reason(ReasonCode.ConsentAfterStart, null, null, gate.Id));
            if (!isOver)
            {
                actions.Add("purge-segment"); // what was captured before the yes, if anything was
            }
        }

        var lawfully = past.Lawfully(gate.Id);
        var captured = lawfully || (ended && WasThere(gate.Participant, facts));
        var (retain, play) = captured ? keeping.Of(gate, lawfully, reasons, actions) : (MayUse.NotApplicable, MayUse.NotApplicable);
        return new Outcome(isOver ? MayRecord.Ended : may, retain, play, reasons);
    }

    /// <summary>Who left before the recording began was never captured.</summary>
    private static bool WasThere(AskedParticipant participant, CallFacts facts) => participant.LeftAt is not { } left || left > facts.StartsAt;

    /// <summary>Refusing a use beside the recording never blocks the recording; it blocks that use.</summary>
    private static void Features(ParticipantGate gate, CallFacts facts, List<Reason> reasons, SortedSet<string> actions)
    {
        foreach (var feature in facts.Features.Where(f => !MayBeUsed(f, gate)))
        {
            var biometric = Purpose.IsBiometric(feature);
            reasons.Add(new Reason(biometric ? ReasonCode.BiometricConsentMissing : ReasonCode.PurposeNotConsented, null, null, gate.Id));
            actions.Add(biometric ? "block-voiceprint" : "block-purpose");
        }

        if (gate.Said.Agrees && facts.Purposes.Any(p => !gate.Said.Covers(p)))
        {
            reasons.Add(new Reason(ReasonCode.PurposeNotConsented, null, null, gate.Id));
            actions.Add("block-purpose");
        }
    }

    /// <summary>Nobody's voice or face is measured without their own word for it, and no minor's at all (consent-model.md section 4).</summary>
    internal static bool MayBeUsed(string feature, ParticipantGate gate) =>
        gate.Said.Purposes?.Contains(feature, StringComparer.Ordinal) == true && !(Purpose.IsBiometric(feature) && Said.IsUnderAge(gate.Participant));

    private static Outcome Whole(ApplicableLaw law, Capture now, Dictionary<ParticipantId, Outcome> outcomes, bool ended)
    {
        List<Reason> reasons = [];
        if (law.Rules.Select(r => r.Model).Distinct().Count() > 1 || law.Rules.Count > 1)
        {
            reasons.Add(new Reason(ReasonCode.StrictestWins, law.Strictest.Rule.Code, law.Strictest.Rule.Citations is [var cited, ..] ? cited : null, law.Strictest.CausedBy));
        }

        reasons.AddRange(law.Disputed);
        reasons.AddRange(law.Rules.Where(r => r.IsOverridden).Select(r => new Reason(ReasonCode.AdminOverride, r.Rule.Code, null, r.CausedBy)));
        reasons.AddRange(outcomes.Values.SelectMany(o => o.Reasons).DistinctBy(r => (r.Code, r.CausedBy)));
        return new Outcome(ended ? MayRecord.Ended : now.Overall, Joined(outcomes.Values.Select(o => o.MayRetain)), Joined(outcomes.Values.Select(o => o.MayPlay)), reasons);
    }

    /// <summary>What was not captured does not count; the rest is one answer, or restricted where it differs.</summary>
    private static MayUse Joined(IEnumerable<MayUse> each)
    {
        var some = each.Where(m => m != MayUse.NotApplicable).Distinct().ToList();
        return some.Count switch { 0 => MayUse.NotApplicable, 1 => some[0], _ => MayUse.Restricted };
    }

    private static void Act(CallFacts facts, ConsentTerms terms, Capture now, CapturedPast past, Keeping keeping, bool ended, SortedSet<string> actions)
    {
        if (ended)
        {
            return;
        }

        var began = now.Gates.Any(g => past.Lawfully(g.Id));
        foreach (var gate in now.Gates.Where(g => !g.IsOpen))
        {
            Ask(gate, facts, terms, now, past, actions);
        }

        if (now.Gates.Any(g => g.Has(ReasonCode.LegalObligation) && g.Said.Answer is not null and not ConsentEventKind.Granted))
        {
            actions.Add("offer-unrecorded-channel");
        }

        actions.Add(now.Overall switch
        {
            MayRecord.Pause => "pause-capture",
            MayRecord.No when began => "stop-recording",
            MayRecord.No => "do-not-record",
            MayRecord.Yes when now.Gates.Any(g => g.Participant.JoinedAt > facts.StartsAt) => "resume-capture",
            _ => "start-recording",
        });
        if (now.Overall is MayRecord.Yes or MayRecord.Partial)
        {
            actions.Add("start-recording");
        }
    }

    private static void Ask(ParticipantGate gate, CallFacts facts, ConsentTerms terms, Capture now, CapturedPast past, SortedSet<string> actions)
    {
        switch (gate.State)
        {
            case GateState.Waiting:
                if (gate.Has(ReasonCode.NoticeMissing) || gate.Has(ReasonCode.AnnouncementNotRecorded))
                {
                    actions.Add("deliver-notice");
                }

                if (gate.Has(ReasonCode.NoticeLanguageMismatch) || gate.Has(ReasonCode.ConsentStaleVersion))
                {
                    actions.Add("reissue-notice");
                }

                if (gate.Has(ReasonCode.MinorGuardianMissing))
                {
                    actions.Add("request-guardian-consent");
                }

                if (gate.Model >= ConsentModel.AllParty || gate.Has(ReasonCode.ConsentMissing))
                {
                    actions.Add("request-consent");
                }

                break;
            case GateState.Refused:
                actions.Add(gate.Has(ReasonCode.LegalObligationNotExempt) ? "end-call" : "offer-unrecorded-channel");
                break;
            default:
                if (gate.State == GateState.Objected)
                {
                    actions.Add("offer-unrecorded-channel");
                }

                break;
        }

        if (now.Overall == MayRecord.Partial)
        {
            actions.Add("exclude-track");
        }
    }
}
