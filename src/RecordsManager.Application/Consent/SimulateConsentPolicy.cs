using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>What would this change do, to whom and why? Nothing is changed.</summary>
public static class SimulateConsentPolicy
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query(PolicyTerms Terms) : IQuery<Result<PolicyPlan>>;

    internal sealed class Handler(IReadDb db, ConsentPolicyPlanner planner, RuleBooks rules, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Result<PolicyPlan>>
    {
        public async Task<Result<PolicyPlan>> Handle(Query query, CancellationToken cancellationToken)
        {
            var current = await db.ConsentPolicies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
            return ConsentPolicy.Change(actor.Organization, current, query.Terms, (await rules.Book(cancellationToken)).At(clock.GetUtcNow()), actor.Id, clock.GetUtcNow()).Error is { } refused
                ? refused
                : await planner.Plan(query.Terms, cancellationToken);
        }
    }
}
