using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>
/// What becomes of what was captured (consent-model.md section 7): lawfully captured? hold, legal minimum, restriction, basis
/// and maximum, erasure, in this order.
/// </summary>
internal sealed class Keeping
{
    private readonly CallFacts _facts;
    private readonly ConsentTerms _terms;
    private readonly IReadOnlyList<RetentionRegime> _regimes;

    public Keeping(CallFacts facts, RulePack pack, ConsentTerms terms)
    {
        _facts = facts;
        _terms = terms;
        _regimes = [.. facts.Regimes.Select(code => pack.Regimes.GetValueOrDefault(code)).OfType<RetentionRegime>()];
        var minors = facts.Participants.Where(Said.IsUnderAge).Select(p => p.AgeYears).ToList();
        var minimums = _regimes.Where(r => r.MustKeepUntil(facts.StartsAt, minors) is not null).ToList();
        HasMinimum = minimums.Count > 0;
        MinimumRuns = minimums.Exists(r => r.MustKeepUntil(facts.StartsAt, minors) > facts.At);
        var maximums = _regimes.Where(r => r is { Maximum: not null, Minimum: null, ForbidsKeeping: false }).Select(r => r.Maximum).Append(terms.Maximum).OfType<CalendarSpan>();
        MaximumPassed = maximums.Any(m => m.After(facts.StartsAt) <= facts.At);
        IsHeld = facts.Holds.Any(h => h.From <= facts.At && (h.To is not { } to || to > facts.At));
        ErasureAsked = Asked(SubjectRequestKind.Erasure);
    }

    public bool IsHeld { get; }

    public bool HasMinimum { get; }

    public bool MinimumRuns { get; }

    public bool MaximumPassed { get; }

    /// <summary>By anybody in it: while a law keeps it all the same, it is closed to everybody else.</summary>
    public bool ErasureAsked { get; }

    /// <returns>Retain and play; the reasons and actions that led there are added.</returns>
    public (MayUse Retain, MayUse Play) Of(ParticipantGate gate, bool lawfully, List<Reason> reasons, ISet<string> actions)
    {
        var (retain, play) = Whole(gate, lawfully, reasons, actions);
        if (!_facts.Forbidden.Any(f => f.Participant == gate.Id && f.At <= _facts.At))
        {
            return (retain, play);
        }

        // No hold and no legal minimum keeps what must never be kept: that passage goes, whatever becomes of the rest.
        reasons.Add(new Reason(ReasonCode.SadInAudio, null, "PCI DSS 3.3.1", gate.Id));
        actions.UnionWith(["redact-segment", "restrict-access"]);
        return (AtMostRestricted(retain), AtMostRestricted(play));
    }

    private static MayUse AtMostRestricted(MayUse may) => may == MayUse.Yes ? MayUse.Restricted : may;

    private (MayUse Retain, MayUse Play) Whole(ParticipantGate gate, bool lawfully, List<Reason> reasons, ISet<string> actions)
    {
        var id = gate.Id;
        var erase = AskedBy(SubjectRequestKind.Erasure, id);
        if (erase)
        {
            reasons.Add(new Reason(ReasonCode.ErasureRequested, null, "GDPR art. 17", id));
        }

        if (!lawfully)
        {
            reasons.Add(new Reason(ReasonCode.UnlawfulCapture, null, null, id));
            actions.UnionWith(["quarantine", "notify-dpo"]);
            return (IsHeld ? MayUse.Restricted : MayUse.No, MayUse.No);
        }

        var ended = _facts.EndedAt <= _facts.At;
        if (MinimumRuns && (ended || ErasureAsked))
        {
            reasons.Add(new Reason(ReasonCode.RetentionMinActive, null, Citation(), null));
            if (Said.IsUnderAge(gate.Participant) && _regimes.Any(r => r.ForMinors is not null))
            {
                reasons.Add(new Reason(ReasonCode.MinorRetention, null, Citation(), id));
            }
        }

        if (IsHeld)
        {
            reasons.Add(new Reason(ReasonCode.LegalHold, null, null, null));
            actions.Add("restrict-access");
            if (erase || gate.State is GateState.Withdrawn or GateState.Objected)
            {
                actions.Add("defer-erasure");
            }

            return (MayUse.Restricted, MayUse.Restricted);
        }

        var restriction = AskedBy(SubjectRequestKind.Restriction, id);
        if (restriction)
        {
            reasons.Add(new Reason(ReasonCode.RestrictionRequested, null, "GDPR art. 18", id));
        }

        if (MaximumPassed)
        {
            reasons.Add(new Reason(ReasonCode.RetentionMaxReached, null, null, null));
        }

        // A duty to keep is a basis only while it runs.
        var dutyEnded = _terms.Basis == LawfulBasis.LegalObligation && HasMinimum && !MinimumRuns;
        if (HasMinimum && !MinimumRuns && (dutyEnded || ErasureAsked))
        {
            reasons.Add(new Reason(ReasonCode.RetentionMinElapsed, null, Citation(), null));
        }

        var objected = gate.State == GateState.Objected || AskedBy(SubjectRequestKind.Objection, id);
        var basis = !dutyEnded && gate.State is not (GateState.Withdrawn or GateState.Refused);
        if (MinimumRuns)
        {
            if (erase)
            {
                actions.Add("refuse-erasure");
            }

            if (ErasureAsked || restriction || objected || !basis || MaximumPassed)
            {
                actions.Add("restrict-access");
                return (MayUse.Restricted, MayUse.Restricted);
            }

            return (MayUse.Yes, MayUse.Yes);
        }

        if (objected && basis && !erase && !MaximumPassed)
        {
            actions.UnionWith(["restrict-access", "notify-dpo"]); // art. 18(1)(d): until it is known whose grounds are stronger
            return (MayUse.Restricted, MayUse.Restricted);
        }

        if (!basis || MaximumPassed || erase)
        {
            Erase(gate, dutyEnded, erase, actions);
            return _terms.IsMixed && gate.State == GateState.Withdrawn && !MaximumPassed ? (MayUse.Restricted, MayUse.Restricted) : (MayUse.No, MayUse.No);
        }

        if (restriction)
        {
            actions.Add("restrict-access");
            return (MayUse.Restricted, MayUse.Restricted);
        }

        return (MayUse.Yes, MayUse.Yes);
    }

    private void Erase(ParticipantGate gate, bool dutyEnded, bool erase, ISet<string> actions)
    {
        if (MaximumPassed || dutyEnded)
        {
            actions.Add("erase-recording");
        }
        else if (gate.State == GateState.Withdrawn || erase)
        {
            actions.Add(_terms.IsMixed ? "redact-segment" : "erase-track");
        }
    }

    private string? Citation() => _regimes.FirstOrDefault(r => r.Minimum is not null) is { Citations: [var first, ..] } ? first : null;

    private bool Asked(SubjectRequestKind kind) => _facts.Requests.Any(r => r.Kind == kind && r.At <= _facts.At);

    private bool AskedBy(SubjectRequestKind kind, ParticipantId id) => _facts.Requests.Any(r => r.Kind == kind && r.Participant == id && r.At <= _facts.At);
}
