using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Overrides end by themselves: what they opened or closed is decided anew on that day, in a version of the policy without them.</summary>
public static class EndOverrides
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IReadDb read, ConsentPolicyPlanner planner, PolicyInForce policies, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var now = clock.GetUtcNow();
            var before = await read.ConsentPolicies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
            if (before?.EndOverrides(actor.Id, now) is not { } after)
            {
                return Result.Ok;
            }

            // As if they had not ended: what the recordings were last decided by.
            var untilNow = before.Terms with { Overrides = [.. before.Terms.Overrides.Select(o => o with { Until = DateTimeOffset.MaxValue })] };
            var plan = await planner.Plan(untilNow, after.Terms, ct);
            await policies.Put(after, plan, ct);
            return Result.Ok;
        }
    }
}
