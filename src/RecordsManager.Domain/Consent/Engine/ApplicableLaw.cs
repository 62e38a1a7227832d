using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>A rule that applies, with what made it apply.</summary>
/// <param name="Model">After the medium and an admin's override.</param>
/// <param name="CausedBy">Null where it is the organization's or the recording's own place.</param>
internal sealed record RuleInForce(JurisdictionRule Rule, ConsentModel Model, bool IsOverridden, ParticipantId? CausedBy);

/// <summary>
/// The rules of every place that counts (consent-model.md section 1). Nobody has settled the conflict of laws (Kearney v.
/// Salomon Smith Barney, Cal. 2006, against Ditech v. Buckles, Nev. 2017): hence strictest wins.
/// </summary>
internal sealed class ApplicableLaw
{
    private readonly CallMedium _medium;

    private ApplicableLaw(CallMedium medium, IReadOnlyList<RuleInForce> rules)
    {
        _medium = medium;
        Rules = rules;
        Strictest = rules.OrderByDescending(r => r.Model).ThenBy(r => r.Rule.Code, StringComparer.Ordinal).First();
    }

    public IReadOnlyList<RuleInForce> Rules { get; }

    public RuleInForce Strictest { get; }

    public ConsentModel Model => Strictest.Model;

    /// <summary>The rules under which everybody in the call must agree, whoever is recorded; an override replaces both of a code's rules.</summary>
    public IEnumerable<RuleInForce> DemandingEverybody => Rules.Where(r => r.IsOverridden
        ? r.Model is ConsentModel.AllParty or ConsentModel.ProhibitedWithoutPermission
        : r.Rule.DemandsEverybody(_medium));

    /// <summary>One for each place whose law is unsettled and stands at its safe default.</summary>
    public IEnumerable<Reason> Disputed => Rules.Where(r => r.Rule.IsDisputed && !r.IsOverridden)
        .Select(r => new Reason(ReasonCode.DisputedSafeDefault, r.Rule.Code, r.Rule.Citations is [var cited, ..] ? cited : null, r.CausedBy));

    public bool Names(string code) => Rules.Any(r => r.Rule.Code == code);

    public static ApplicableLaw Of(CallFacts facts, RulePack pack, ConsentTerms terms, IEnumerable<AskedParticipant> participants)
    {
        List<RuleInForce> rules = [];
        Add(facts.EstablishedIn, null);
        Add(facts.RecordedIn ?? facts.EstablishedIn, null);
        foreach (var participant in participants)
        {
            foreach (var place in participant.Locations)
            {
                Add(place, participant.Id);
            }

            if (participant.Locations.Count == 0 || (participant.IsHint && !terms.TrustHints))
            {
                Add(null, participant.Id);
            }
        }

        return new ApplicableLaw(facts.Medium, rules);

        void Add(string? code, ParticipantId? causedBy)
        {
            foreach (var rule in pack.Of(code))
            {
                var overridden = terms.Overrides.TryGetValue(rule.Code, out var model);
                if (rules.TrueForAll(r => r.Rule.Code != rule.Code))
                {
                    rules.Add(new RuleInForce(rule, overridden ? model : rule.For(facts.Medium), overridden, causedBy));
                }
            }
        }
    }
}
