using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>An object whose lock is missing or too short.</summary>
public sealed record LockDue(MediaObjectId Object, DateTimeOffset Until);

/// <param name="Locked">Objects that are under lock now.</param>
/// <param name="Due">Objects whose lock is missing or too short.</param>
public sealed record LockTotals(long Locked, long Due);

/// <summary>
/// What retention asks of object lock: tracks that may be played, until their recording goes to the bin; of a recording under
/// hold for some weeks at a time, because nobody knows how long it stands. What waits for consent is never locked.
/// </summary>
public interface IObjectLocks
{
    /// <param name="after">The last of the former page; null for the first.</param>
    Task<IReadOnlyList<LockDue>> Due(OrganizationId organization, MediaObjectId? after, DateTimeOffset now, int few, CancellationToken ct);

    Task Locked(OrganizationId organization, LockDue done, CancellationToken ct);

    /// <summary>Other bytes lie in its place, which nobody has locked yet.</summary>
    Task Replaced(OrganizationId organization, MediaObjectId id, CancellationToken ct);

    Task<LockTotals> Totals(OrganizationId organization, DateTimeOffset now, CancellationToken ct);
}
