using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>Puts under lock what retention keeps, for as long as it keeps it. A policy or a hold that keeps it longer makes the lock longer.</summary>
public static class AlignLocks
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<int>;

    internal sealed class Handler(IObjectLocks locks, IStoragePlaces places, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, int>
    {
        private const int Batch = 100;

        public async Task<int> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var locked = 0;
            MediaObjectId? after = null;
            while (places.HaveLocks && await locks.Due(actor.Organization, after, clock.GetUtcNow(), Batch, ct) is { Count: > 0 } due)
            {
                foreach (var one in due)
                {
                    if (await places.Lock(one.Object, one.Until, ct))
                    {
                        await locks.Locked(actor.Organization, one, ct);
                        locked++;
                    }
                }

                after = due[^1].Object;
            }

            return locked;
        }
    }
}
