using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Api;

/// <summary>What was decided about a recording's participants at a given time, and why.</summary>
internal static class ConsentDecisionApi
{
    public static void MapConsentDecision(this RouteGroupBuilder recordings) =>
        recordings.MapGet("/{recording}/consent/decision", Decide).WithName("ConsentDecision").Produces<DecisionDocument>();

    /// <summary>Makes the decision of that time again: its policy, its rules, and the consent events that had been written by then. Without <c>asOf</c> it is the decision of now.</summary>
    private static async Task<IResult> Decide(string recording, DateTimeOffset? asOf, IMediator mediator, CancellationToken ct)
    {
        var decided = await mediator.Send(new DecisionAsOf.Query(CallsApi.Recording(recording), asOf), ct);
        return decided.Error is { } error ? error.ToProblem() : TypedResults.Ok(DecisionDocument.Of(decided.Value));
    }

    /// <param name="RulePack">Version of the rules.</param>
    /// <param name="PolicyVersion">0 before the first change: the defaults.</param>
    /// <param name="Events">How many consent events were known.</param>
    internal sealed record DecisionDocument(DateTimeOffset AsOf, string RulePack, int PolicyVersion, int Events, IReadOnlyList<ParticipantDecisionRow> Participants)
    {
        public static DecisionDocument Of(DecisionAsOf.View view) => new(
            view.AsOf.ToUniversalTime(), view.RulePack, view.PolicyVersion, view.Events, [.. view.Participants.Select(p => ParticipantDecisionRow.Of(p))]);
    }

    /// <param name="Rule">Code of the jurisdiction whose rule decided.</param>
    internal sealed record ParticipantDecisionRow(
        string Participant, bool MayCapture, bool MayRetain, bool MayPlay, string Model, string Rule, RequirementRow Requirement, IReadOnlyList<ReasonRow> Reasons, IReadOnlyList<PurposeRow> Purposes)
    {
        public static ParticipantDecisionRow Of(DecisionAsOf.Row row) => new(
            row.Participant.ToString(), row.Decision.MayCapture, row.Decision.MayRetain, row.Decision.MayPlay, Words.Of(row.Decision.Model), row.Decision.Rule.Code,
            Required(row.Decision.Requirement), Because(row.Decision.Reasons), [.. row.Decision.Purposes.Select(p => new PurposeRow(p.Purpose, p.MayCapture, p.MayRetain, p.MayPlay, Required(p.Requirement), Because(p.Reasons)))]);

        private static RequirementRow Required(Requirement requirement) => new(Words.Of(requirement.Notice), Words.Of(requirement.Answer), Words.Of(requirement.When));

        private static IReadOnlyList<ReasonRow> Because(IReadOnlyList<Reason> reasons) => [.. reasons.Select(r => new ReasonRow(r.Code, r.Jurisdiction, r.Citation, r.CausedBy?.ToString()))];
    }

    internal sealed record PurposeRow(string Purpose, bool MayCapture, bool MayRetain, bool MayPlay, RequirementRow Requirement, IReadOnlyList<ReasonRow> Reasons);
}
