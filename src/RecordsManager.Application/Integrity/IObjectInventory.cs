using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <param name="Bytes">Of ciphertext, counted once.</param>
/// <param name="Checked">Read again since the time that was asked about.</param>
/// <param name="AllCheckedSince">Every object that is not new was read again at that time or later; null while one was never.</param>
public sealed record ObjectTotals(long Objects, long Bytes, long Checked, DateTimeOffset? AllCheckedSince);

/// <summary>The organization's objects as a whole. Every call is a transaction of its own.</summary>
public interface IObjectInventory
{
    /// <summary>Those never read again first, then those for the longest; none that is new.</summary>
    /// <param name="newSince">What was begun then or later is new.</param>
    Task<IReadOnlyList<MediaObjectId>> NotCheckedSince(OrganizationId organization, DateTimeOffset since, DateTimeOffset newSince, int limit, CancellationToken ct);

    Task<ObjectTotals> Totals(OrganizationId organization, DateTimeOffset checkedSince, DateTimeOffset newSince, CancellationToken ct);

    /// <summary>Nothing happens to an object that is gone.</summary>
    Task Checked(OrganizationId organization, MediaObjectId id, DateTimeOffset at, CancellationToken ct);

    /// <summary>Which of them there are still.</summary>
    Task<IReadOnlySet<MediaObjectId>> Known(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct);
}
