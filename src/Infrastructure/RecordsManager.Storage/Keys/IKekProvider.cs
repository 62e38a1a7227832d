using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A place that holds KEKs: key files, an HSM, a KMS. It wraps and unwraps, and never hands a KEK out: in an HSM or a KMS
/// there is no way to.
/// </summary>
public interface IKekProvider
{
    /// <summary>Stands in the database's rows and is never renamed: <c>file</c>, <c>pkcs11</c>, <c>aws-kms</c>.</summary>
    string Name { get; }

    /// <summary>The epochs whose KEK can be used, in ascending order.</summary>
    ValueTask<IReadOnlyList<int>> Epochs(OrganizationId organization, CancellationToken ct);

    /// <summary>Makes the KEK of an epoch. One that is there already stays as it is.</summary>
    ValueTask Make(OrganizationId organization, int epoch, CancellationToken ct);

    /// <summary>Demands that the KEK is there and fit for use; makes nothing.</summary>
    /// <exception cref="KekUnavailableException">It is missing, open to others, or out of reach; the message says what to do.</exception>
    ValueTask Check(OrganizationId organization, int epoch, CancellationToken ct);

    /// <param name="subject">What the key is for; it must be told again to unwrap.</param>
    /// <exception cref="KekUnavailableException">As <see cref="Check"/>.</exception>
    ValueTask<WrappedKey> Wrap(OrganizationId organization, int epoch, string subject, SecretKey key, CancellationToken ct);

    /// <exception cref="ObjectUnreadableException">The epoch's KEK was destroyed, or the row belongs elsewhere.</exception>
    /// <exception cref="KekUnavailableException">The place cannot be reached.</exception>
    ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct);

    /// <summary>Destroys the KEK of the epoch and verifies that it is gone. Repeating it changes nothing.</summary>
    ValueTask Destroy(OrganizationId organization, int epoch, CancellationToken ct);
}
