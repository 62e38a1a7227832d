using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

internal enum GateState
{
    Open,

    /// <summary>Something is missing that may still come.</summary>
    Waiting,
    Refused,
    Withdrawn,
    Objected,
}

/// <summary>May this participant be recorded, looked at alone (consent-model.md section 2)?</summary>
/// <param name="Media">What an open gate lets through.</param>
internal sealed record ParticipantGate(
    AskedParticipant Participant, GateState State, ApplicableLaw Law, Requirement Requirement, MediaKinds Media, Said Said, IReadOnlyList<Reason> Reasons)
{
    public RuleInForce Rule => Law.Strictest;

    public ConsentModel Model => Law.Model;

    public ParticipantId Id => Participant.Id;

    public bool IsOpen => State == GateState.Open;

    public bool Has(string code) => Reasons.Any(r => r.Code == code);
}

/// <summary>Puts one participant before the rule, the terms and what they said.</summary>
internal sealed class GateKeeper(CallFacts facts, RulePack pack, ConsentTerms terms)
{
    /// <summary>A federal duty to record overrides no state's criminal law.</summary>
    private const string Federal = "US";

    public IReadOnlyList<ParticipantGate> Gates(IReadOnlyList<AskedParticipant> present, ILookup<ParticipantId, ConsentFact> events)
    {
        var everywhere = ApplicableLaw.Of(facts, pack, terms, present);
        var said = present.ToDictionary(p => p.Id, p => Said.By(p, events[p.Id], pack, terms, everywhere));
        // Who knows and objects to nothing consents as far as a law asks for one party's consent: otherwise a notice, which is the stricter demand, would loosen.
        var someoneAgreed = said.Values.Any(s => s.Agrees || (s.Answer is null && (s.WasTold || s.Beeped)));
        return [.. present.Select(p => Gate(
            p, said[p.Id], terms.CrossBorder == CrossBorder.StrictestWins ? everywhere : ApplicableLaw.Of(facts, pack, terms, [p]), someoneAgreed))];
    }

    private ParticipantGate Gate(AskedParticipant participant, Said said, ApplicableLaw law, bool someoneAgreed)
    {
        List<Reason> reasons = [];
        var state = Decide(participant, said, law, someoneAgreed, reasons);
        if (participant.Locations.Count == 0 || participant.Locations.Any(place => !pack.Rules.ContainsKey(place)) || (participant.IsHint && !terms.TrustHints))
        {
            reasons.Insert(0, new Reason(ReasonCode.UnknownLocationStrictest, RulePack.Unknown, null, participant.Id));
        }

        return new ParticipantGate(participant, state, law, Asked(law), said.Media, said, reasons);
    }

    private GateState Decide(AskedParticipant participant, Said said, ApplicableLaw law, bool someoneAgreed, List<Reason> reasons)
    {
        if (terms.Basis == LawfulBasis.LegalObligation && Duty(law) is { } duty)
        {
            reasons.Add(new Reason(ReasonCode.LegalObligation, duty.Jurisdictions[0], duty.Citations is [var cited, ..] ? cited : duty.Name));
            if (said.Answer is { } no && no != ConsentEventKind.Granted)
            {
                reasons.Add(Own(participant, Code(no)));
            }

            return Noticed(participant, said, reasons);
        }

        if (said.Answer is not null and not ConsentEventKind.Granted && Honoured(law, said.Answer.Value))
        {
            return Turned(participant, said.Answer.Value, law, reasons);
        }

        if (said.Agrees)
        {
            reasons.Add(Own(participant, ReasonCode.ConsentOk));
            reasons.AddRange(said.Remarks);
            if (said.WasTold)
            {
                reasons.Add(Own(participant, ReasonCode.NoticeOk));
            }

            return GateState.Open;
        }

        reasons.AddRange(said.Remarks);
        return terms.Basis switch
        {
            LawfulBasis.LegitimateInterests or LawfulBasis.PublicTask or LawfulBasis.Contract when law.Model >= ConsentModel.AllParty => OtherBasis(participant, said, law, reasons),
            LawfulBasis.StatutoryExemption => Missing(participant, said, law, reasons, new Reason(ReasonCode.StatutoryExemptionOff)),
            LawfulBasis.LegalObligation => Missing(participant, said, law, someoneAgreed, reasons, new Reason(ReasonCode.LegalObligationNotExempt, law.Strictest.Rule.Code, Cited(law), law.Strictest.CausedBy)),
            _ => ByConsent(participant, said, law, someoneAgreed, reasons),
        };
    }

    private GateState ByConsent(AskedParticipant participant, Said said, ApplicableLaw law, bool someoneAgreed, List<Reason> reasons)
    {
        var open = law.Model switch
        {
            ConsentModel.OneParty => Unasked(participant, said, law, someoneAgreed, reasons),
            ConsentModel.Notice => Told(participant, said, law, reasons),
            ConsentModel.AllParty => Implied(participant, said, law, reasons),
            _ => Explicit(participant, said, law, reasons),
        };

        // Policy may ask for a notice that the law would not; consent that was given shows that there was one.
        if (terms.AnnounceAlways && !said.WasTold)
        {
            if (law.Model == ConsentModel.OneParty)
            {
                reasons.Add(new Reason(ReasonCode.OrgPolicyStricter, null, null, participant.Id));
            }

            AddOnce(reasons, Own(participant, said.NoticeGap));
            reasons.RemoveAll(r => r.Code is ReasonCode.OnePartyOk);
            return GateState.Waiting;
        }

        return open ? GateState.Open : GateState.Waiting;
    }

    private static bool Unasked(AskedParticipant participant, Said said, ApplicableLaw law, bool someoneAgreed, List<Reason> reasons)
    {
        reasons.Add(someoneAgreed ? new Reason(ReasonCode.OnePartyOk, law.Strictest.Rule.Code, Cited(law), law.Strictest.CausedBy) : Own(participant, ReasonCode.ConsentMissing));
        if (said.Answer is { } no)
        {
            reasons.Add(Own(participant, Code(no))); // not honoured: law and policy let it be
        }

        return someoneAgreed;
    }

    private bool Told(AskedParticipant participant, Said said, ApplicableLaw law, List<Reason> reasons)
    {
        var beep = Beeps(said, law);
        AddOnce(reasons, said.WasTold ? Own(participant, ReasonCode.NoticeOk) : beep ? Own(participant, ReasonCode.BeepToneOk) : Own(participant, said.NoticeGap));
        return said.WasTold || beep;
    }

    private bool Implied(AskedParticipant participant, Said said, ApplicableLaw law, List<Reason> reasons)
    {
        if (Beeps(said, law))
        {
            reasons.Add(Own(participant, ReasonCode.BeepToneOk));
            return true;
        }

        var accepted = terms.AcceptImplied && law.DemandingEverybody.All(r => r.Rule.Implied == ImpliedConsent.Accepted);
        if (accepted && said is { WasTold: true, Stayed: true, IsValid: true })
        {
            if (law.Rules.Any(r => r.Rule.AnnouncementOnRecording) && !said.ToldOnRecording)
            {
                reasons.Add(new Reason(ReasonCode.AnnouncementNotRecorded, law.Rules.First(r => r.Rule.AnnouncementOnRecording).Rule.Code, null, participant.Id));
                reasons.Add(Own(participant, ReasonCode.ConsentMissing));
                return false;
            }

            reasons.Add(new Reason(ReasonCode.ImpliedAccepted, law.Strictest.Rule.Code, Cited(law), participant.Id));
            reasons.Add(Own(participant, ReasonCode.NoticeOk));
            return true;
        }

        return Explicit(participant, said, law, reasons);
    }

    private static bool Explicit(AskedParticipant participant, Said said, ApplicableLaw law, List<Reason> reasons)
    {
        if (!said.WasTold)
        {
            AddOnce(reasons, Own(participant, said.NoticeGap));
        }
        else if (said.Stayed || said.Beeped)
        {
            reasons.Add(new Reason(ReasonCode.ImpliedNotAccepted, law.Strictest.Rule.Code, Cited(law), participant.Id));
        }

        AddOnce(reasons, Own(participant, ReasonCode.ConsentMissing));
        return false;
    }

    /// <summary>Section 3: a basis other than consent needs the notice, and cures no criminal law.</summary>
    private GateState OtherBasis(AskedParticipant participant, Said said, ApplicableLaw law, List<Reason> reasons)
    {
        if (law.DemandingEverybody.FirstOrDefault() is { } criminal)
        {
            return Missing(participant, said, law, reasons, new Reason(ReasonCode.LegitimateInterestsBlocked, criminal.Rule.Code, criminal.Rule.Citations is [var cited, ..] ? cited : null, criminal.CausedBy));
        }

        // The Danish regulator takes it for no basis for training; a contract never needs the recording for training or quality.
        if ((law.Names("DK") && facts.Purposes.Contains("training", StringComparer.Ordinal))
            || (terms.Basis == LawfulBasis.Contract && facts.Purposes.Any(p => p is "training" or "quality")))
        {
            return Missing(participant, said, law, reasons, new Reason(ReasonCode.PurposeNotConsented, law.Strictest.Rule.Code, Cited(law), participant.Id));
        }

        if (terms.Basis == LawfulBasis.LegitimateInterests && said.WasTold)
        {
            reasons.Add(new Reason(ReasonCode.LegitimateInterestsOk, law.Strictest.Rule.Code, "GDPR art. 6(1)(f)", participant.Id));
        }

        return Noticed(participant, said, reasons);
    }

    private GateState Missing(AskedParticipant participant, Said said, ApplicableLaw law, List<Reason> reasons, Reason why) =>
        Missing(participant, said, law, someoneAgreed: false, reasons, why);

    private GateState Missing(AskedParticipant participant, Said said, ApplicableLaw law, bool someoneAgreed, List<Reason> reasons, Reason why)
    {
        var state = ByConsent(participant, said, law, someoneAgreed, reasons);
        if (state != GateState.Open)
        {
            reasons.Add(why);
        }

        return state;
    }

    private GateState Turned(AskedParticipant participant, ConsentEventKind no, ApplicableLaw law, List<Reason> reasons)
    {
        if (law.Model == ConsentModel.OneParty)
        {
            reasons.Add(new Reason(ReasonCode.OrgPolicyStricter, null, null, participant.Id)); // the law would not ask
        }

        if (terms.Basis == LawfulBasis.LegalObligation)
        {
            reasons.Add(new Reason(ReasonCode.LegalObligationNotExempt, law.Strictest.Rule.Code, Cited(law), law.Strictest.CausedBy));
        }

        reasons.Add(Own(participant, Code(no)));

        return no switch
        {
            ConsentEventKind.Refused => GateState.Refused,
            ConsentEventKind.Withdrawn => GateState.Withdrawn,
            _ => GateState.Objected,
        };
    }

    private GateState Noticed(AskedParticipant participant, Said said, List<Reason> reasons)
    {
        AddOnce(reasons, Own(participant, said.WasTold ? ReasonCode.NoticeOk : said.NoticeGap));
        return said.WasTold ? GateState.Open : GateState.Waiting;
    }

    /// <summary>One-party law lets an organization record against a refusal; its policy decides. Everywhere else a no is a no.</summary>
    private bool Honoured(ApplicableLaw law, ConsentEventKind no) =>
        terms.HonourRefusal || law.Model != ConsentModel.OneParty || no == ConsentEventKind.Withdrawn;

    private bool Beeps(Said said, ApplicableLaw law) =>
        said.Beeped && terms.AcceptBeepTone && law.Rules.Where(r => r.Model >= ConsentModel.Notice).All(r => r.Rule.AcceptsBeepTone);

    /// <summary>A duty to record that covers the call and stands above every rule that would forbid it.</summary>
    private RetentionRegime? Duty(ApplicableLaw law)
    {
        var duties = facts.Regimes.Select(code => pack.Regimes.GetValueOrDefault(code)).OfType<RetentionRegime>()
            .Where(r => r.MustRecord && r.Jurisdictions.Any(j => j == RulePack.Unknown || law.Names(j))).ToList();
        return duties.Count > 0 && law.Rules.Where(r => r.Model >= ConsentModel.AllParty).All(r => duties.Exists(d => Cures(d, r.Rule))) ? duties[0] : null;
    }

    private bool Cures(RetentionRegime duty, JurisdictionRule rule) =>
        pack.Of(rule.Code).Any(place => duty.Jurisdictions.Contains(place.Code, StringComparer.Ordinal) && (place.Code == rule.Code || place.Code != Federal))
        || (rule.Parent is null && duty.Jurisdictions.Any(j => pack.Of(j).Any(p => p.Code == rule.Code))); // a member state's duty stands in the Union's law

    private static Requirement Asked(ApplicableLaw law) => new(
        law.Model == ConsentModel.OneParty ? NoticeForm.None : law.Rules.Any(r => r.Rule.AnnouncementOnRecording) ? NoticeForm.ToldOnRecording : NoticeForm.Told,
        law.Model switch
        {
            ConsentModel.OneParty or ConsentModel.Notice => AnswerForm.None,
            ConsentModel.AllParty when law.DemandingEverybody.All(r => r.Rule.Implied == ImpliedConsent.Accepted) => AnswerForm.Acknowledgement,
            _ => AnswerForm.OptIn,
        },
        AnswerTime.BeforeCapture);

    private static Reason Own(AskedParticipant participant, string code) => new(code, null, null, participant.Id);

    private static string? Cited(ApplicableLaw law) => law.Strictest.Rule.Citations is [var first, ..] ? first : null;

    private static string Code(ConsentEventKind no) => no switch
    {
        ConsentEventKind.Refused => ReasonCode.ConsentRefused,
        ConsentEventKind.Withdrawn => ReasonCode.ConsentWithdrawn,
        _ => ReasonCode.Objection,
    };

    private static void AddOnce(List<Reason> reasons, Reason reason)
    {
        if (!reasons.Exists(r => r.Code == reason.Code))
        {
            reasons.Add(reason);
        }
    }
}
