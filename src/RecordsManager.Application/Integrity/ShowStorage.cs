using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>Is every byte still what was written, and where is it not?</summary>
public static class ShowStorage
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query : IQuery<View>;

    /// <param name="Bytes">Of ciphertext, one copy.</param>
    /// <param name="Checked">Objects that were read again within the last interval.</param>
    /// <param name="AllCheckedSince">When the last pass over all of them was complete; null while an object that is not new was never read again.</param>
    /// <param name="CopiesOwed">Copies that a place still has to be given, of all organizations.</param>
    /// <param name="DeletionsOwed">Destroyed objects whose bytes a place still has to give up, of all organizations; their keys are gone.</param>
    /// <param name="Locks">Null where nothing is to be put under object lock.</param>
    /// <param name="Damages">Newest first; those that are not repaired before the others.</param>
    public sealed record View(
        int Places, long Objects, long Bytes, long Checked, DateTimeOffset? AllCheckedSince, int IntervalDays, long BytesPerSecond, int CopiesOwed, int DeletionsOwed, LockTotals? Locks, IReadOnlyList<Row> Damages);

    /// <param name="IsGone">The object was destroyed since: nothing is left to be repaired.</param>
    public sealed record Row(
        MediaObjectId Object, ObjectKind Kind, string Owner, RecordingId? Recording, string Place, Damage What, DateTimeOffset FoundAt, DateTimeOffset? RepairedAt, bool IsGone)
    {
        public bool IsOpen => RepairedAt is null && !IsGone;
    }

    internal sealed class Handler(IReadDb db, IObjectInventory inventory, IStoragePlaces places, IStorageDebts debts, IObjectLocks locks, IntegrityOptions options, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Query, View>
    {
        private const int Shown = 200;

        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var totals = await inventory.Totals(actor.Organization, clock.GetUtcNow() - options.Interval, clock.GetUtcNow() - ObjectsToScrub.Handler.New, ct);
            var damages = await db.ObjectDamages.OrderBy(d => d.RepairedAt != null).ThenByDescending(d => d.FoundAt).Take(Shown).ToListAsync(ct);
            var known = await inventory.Known(actor.Organization, [.. damages.Select(d => d.Object)], ct);
            return new View(
                places.Names.Count, totals.Objects, totals.Bytes, totals.Checked, totals.AllCheckedSince, (int)options.Interval.TotalDays, options.BytesPerSecond,
                await debts.Count(Owed.Copy, ct), await debts.Count(Owed.Deletion, ct),
                places.HaveLocks ? await locks.Totals(actor.Organization, clock.GetUtcNow(), ct) : null,
                [.. damages.Select(d => new Row(d.Object, d.ObjectKind, d.Owner, d.Recording, d.Place, d.What, d.FoundAt, d.RepairedAt, !known.Contains(d.Object)))]);
        }
    }
}
