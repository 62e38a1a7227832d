using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Puts exactly the plan in force that was shown: the new version, and what follows for the tracks, in one transaction.</summary>
public static class ChangeConsentPolicy
{
    /// <param name="Plan">Of <see cref="SimulateConsentPolicy"/>; a plan that no longer fits is refused.</param>
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(PolicyTerms Terms, string Plan) : ICommand<Result<int>>;

    internal sealed class Handler(IReadDb read, ConsentPolicyPlanner planner, PolicyInForce policies, RuleBooks rules, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var now = clock.GetUtcNow();
            var before = await read.ConsentPolicies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
            var changed = ConsentPolicy.Change(actor.Organization, before, Stated(command.Terms, before, now), (await rules.Book(ct)).At(now), actor.Id, now);
            if (changed.Error is { } refused)
            {
                return refused;
            }

            var plan = await planner.Plan(changed.Value.Terms, ct);
            if (plan.Plan != command.Plan)
            {
                return ConsentErrors.PlanStale;
            }

            await policies.Put(changed.Value, plan, ct);
            return changed.Value.Version;
        }

        /// <summary>Who states an override, and when, is not for the sender to say; one that stood before keeps its author.</summary>
        private PolicyTerms Stated(PolicyTerms terms, ConsentPolicy? before, DateTimeOffset now) => terms with
        {
            Overrides = [.. terms.Overrides.Select(o => before?.Terms.Overrides.FirstOrDefault(known => known with { By = "", Since = default } == o with { By = "", Since = default }) ?? o with { By = actor.Id, Since = now })],
        };
    }
}
