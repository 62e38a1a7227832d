using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>What would this rule pack change, for whom and why? Nothing is changed.</summary>
public static class SimulateRulePack
{
    /// <param name="Document">JSON (docs/consent.md); without regimes those that ship are meant.</param>
    /// <param name="EffectiveFrom">Null: now.</param>
    [Requires(Permission.PolicyRead)]
    public sealed record Query(string Document, DateTimeOffset? EffectiveFrom = null) : IQuery<Result<RulePackPlan>>;

    internal sealed class Handler(RulePackPlanner planner) : IRequestHandler<Query, Result<RulePackPlan>>
    {
        public async Task<Result<RulePackPlan>> Handle(Query query, CancellationToken cancellationToken)
        {
            var planned = await planner.Plan(query.Document, query.EffectiveFrom, cancellationToken);
            return planned.Error is { } refused ? refused : planned.Value.Plan;
        }
    }
}
