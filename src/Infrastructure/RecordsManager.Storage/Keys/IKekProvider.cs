using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// The root of an organization's keys. It wraps and unwraps, and never hands a KEK out: in an HSM or a KMS there is no
/// way to.
/// </summary>
public interface IKekProvider
{
    /// <summary>The highest epoch; the first one is made when there is none.</summary>
    ValueTask<int> CurrentEpoch(OrganizationId organization, CancellationToken ct);

    /// <summary>Demands that the organization's KEK is there and fit for use; makes nothing.</summary>
    /// <exception cref="UnsafeKeyFileException">It is missing or open to others; the message says what to do.</exception>
    ValueTask Check(OrganizationId organization, CancellationToken ct);

    /// <summary>Wraps under the current epoch.</summary>
    /// <param name="subject">What the key is for; it must be told again to unwrap.</param>
    ValueTask<WrappedKey> Wrap(OrganizationId organization, string subject, SecretKey key, CancellationToken ct);

    /// <exception cref="ObjectUnreadableException">The epoch's KEK was destroyed, or the row belongs elsewhere.</exception>
    ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct);

    /// <summary>HMAC-SHA256 under the organization's index key, which no epoch changes.</summary>
    ValueTask<byte[]> IndexMac(OrganizationId organization, ReadOnlyMemory<byte> message, CancellationToken ct);
}
