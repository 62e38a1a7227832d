using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>
/// Installs a rule pack exactly as it was shown. It decides from its day on; no recording is decided anew, because what was
/// captured is judged by the rules of its time.
/// </summary>
public static class InstallRulePack
{
    /// <param name="EffectiveFrom">Null: now.</param>
    /// <param name="Plan">Of <see cref="SimulateRulePack"/>; a plan that no longer fits is refused.</param>
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Document, DateTimeOffset? EffectiveFrom, string Plan) : ICommand<Result<int>>;

    internal sealed class Handler(IWriteDb db, RulePackPlanner planner, RuleBooks rules, ShippedRules shipped, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var planned = await planner.Plan(command.Document, command.EffectiveFrom, ct);
            if (planned.Error is { } refused)
            {
                return refused;
            }

            var (plan, document) = planned.Value;
            if (plan.Plan != command.Plan)
            {
                return RuleErrors.PlanStale;
            }

            var have = shipped.Adopt(await rules.Entries(ct));
            var installed = InstalledRulePack.Install(actor.Organization, have, plan.Version, document, command.EffectiveFrom, actor.Id, clock.GetUtcNow());
            if (installed.Error is { } late)
            {
                return late;
            }

            db.Add(installed.Value);
            return installed.Value.Number;
        }
    }
}
