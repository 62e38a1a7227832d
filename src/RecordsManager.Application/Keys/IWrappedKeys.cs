using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <param name="Id">The same after each rotation and in every backup: a person's or an object's id, or the hash of the sealed value.</param>
/// <param name="Subject">What the key is for; the wrap is bound to it.</param>
public sealed record WrappedRow(string Id, string Subject, WrappedKey Key);

/// <summary>
/// Everything that is wrapped under an organization's KEK: person keys, the shares of objects that nobody holds, and the data
/// keys in the organization's sealed values. Each call commits what it did.
/// </summary>
public interface IWrappedKeys
{
    /// <summary>The epochs under which something may be wrapped, in ascending order; also for whoever has not entered an organization.</summary>
    Task<IReadOnlyList<KekEpoch>> Epochs(OrganizationId organization, CancellationToken ct);

    /// <summary>Exchanges the next few wraps of epochs before <paramref name="epoch"/>, in one transaction. A null answer leaves a wrap as it is.</summary>
    /// <returns>How many were exchanged; 0 when there are no others.</returns>
    Task<int> Exchange(OrganizationId organization, int epoch, Func<WrappedRow, CancellationToken, Task<WrappedKey?>> anew, CancellationToken ct);

    /// <summary>
    /// Forgets in one transaction what is still wrapped under epochs whose KEK is gone, and so is nothing but noise: person
    /// keys, shares, reports of deliveries, uploads, answers and values beside the ledger.
    /// </summary>
    /// <returns>How many rows.</returns>
    Task<int> GiveUp(OrganizationId organization, IReadOnlyCollection<int> epochs, CancellationToken ct);

    IAsyncEnumerable<WrappedRow> All(OrganizationId organization, CancellationToken ct);
}
