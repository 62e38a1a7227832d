using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Recordings;

/// <summary>The janitor: destroys bytes that nothing refers to and what dead workers left unfinished.</summary>
public static class SweepObjects
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<int>;

    internal sealed class Handler(IObjectRows rows, IObjectVault vault, IWorkLock locks, ICurrentActor actor) : IRequestHandler<Query, int>
    {
        public async Task<int> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var destroyed = 0;
            foreach (var unit in await rows.UnfinishedWork(actor.Organization, ct))
            {
                // Whoever is at work holds the lock; what nobody holds was left behind.
                await using var mine = await locks.TryTake(unit, ct);
                destroyed += mine is null ? 0 : await vault.DestroyUnattached(actor.Organization, unit, ct);
            }

            var unreferenced = await rows.Unreferenced(actor.Organization, ct);
            await vault.Destroy(actor.Organization, unreferenced, ct);
            return destroyed + unreferenced.Count;
        }
    }
}
