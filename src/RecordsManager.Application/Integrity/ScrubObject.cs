using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>
/// Reads one object again from each place, and makes good what can be made good from another. What is damaged, and what was
/// repaired, is on the ledger under the recording that it concerns.
/// </summary>
public static class ScrubObject
{
    [Requires(Permission.System)]
    public sealed record Command(MediaObjectId Object) : ICommand<Result>;

    internal sealed class Handler(IObjectRows rows, IObjectInventory inventory, ObjectWhereabouts whereabouts, CopyCheck copies, DamageReports reports, IUnitOfWork work, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await rows.Find(actor.Organization, command.Object, ct) is not { } row)
            {
                return Result.Ok; // destroyed meanwhile
            }

            var where = await whereabouts.Of(row, ct);
            var found = await copies.All(row, where.LedgerSha256, ct);
            if (found.Any(c => c.Damage is not null) && await rows.Find(actor.Organization, command.Object, ct) is not { Shares.Count: > 0 })
            {
                return Result.Ok; // its shares go before its bytes: this was no damage
            }

            foreach (var copy in found)
            {
                if (copy.Damage is not { } damage)
                {
                    await reports.Good(row.Id, copy.Place, ct); // made good by hand, or by a repair that was interrupted
                    continue;
                }

                await reports.Damaged(row, where.Recording, copy.Place, damage, ct);
                if (found.Any(c => c.Damage is null) && await copies.Repair(copy.Place, row, where.LedgerSha256, ct))
                {
                    await reports.Good(row.Id, copy.Place, ct);
                }
            }

            var now = clock.GetUtcNow();
            work.AfterCommit(after => inventory.Checked(row.Organization, row.Id, now, after));
            return Result.Ok;
        }
    }
}
