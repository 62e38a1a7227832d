namespace RecordsManager.Domain.Consent;

/// <summary>What follows for one participant, with the reasons as codes of <c>consent-model.md</c>.</summary>
/// <param name="Model">The strictest rule of the call.</param>
/// <param name="Rule">The jurisdiction that made it so.</param>
public sealed record ConsentDecision(
    bool MayCapture,
    bool MayPlay,
    ConsentModel Model,
    JurisdictionRule Rule,
    string PackVersion,
    IReadOnlyList<string> Reasons);
