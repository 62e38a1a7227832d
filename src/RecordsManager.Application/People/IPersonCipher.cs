using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.People;

/// <summary>
/// Small personal values (names, chat text, salts) sealed under a person's key. Each sealed value carries a fresh data key
/// wrapped under the person key, then AES-256-GCM; <c>context</c> binds it to its row, so that a value moved elsewhere is refused.
/// </summary>
public interface IPersonCipher
{
    /// <summary>A fresh random 256-bit person key, wrapped under the organization's current KEK epoch.</summary>
    Task<WrappedKey> NewPersonKey(OrganizationId organization, PersonId person, CancellationToken ct);

    Task<byte[]> Seal(OrganizationId organization, PersonId person, WrappedKey personKey, string context, ReadOnlyMemory<byte> plaintext, CancellationToken ct);

    /// <exception cref="ObjectUnreadableException">Wrong key, wrong context or damaged.</exception>
    Task<byte[]> Open(OrganizationId organization, PersonId person, WrappedKey personKey, string context, ReadOnlyMemory<byte> sealedValue, CancellationToken ct);
}

/// <summary>Values that belong to the organization: raw deliveries, signing keys; and the blind index by which a person is found again.</summary>
public interface IOrganizationCipher
{
    Task<byte[]> Seal(OrganizationId organization, string context, ReadOnlyMemory<byte> plaintext, CancellationToken ct);

    /// <exception cref="ObjectUnreadableException">Wrong key, wrong context or damaged.</exception>
    Task<byte[]> Open(OrganizationId organization, string context, ReadOnlyMemory<byte> sealedValue, CancellationToken ct);

    /// <summary>HMAC-SHA256 (32 bytes) under a key that only this organization's key material yields; stable across KEK epochs.</summary>
    Task<byte[]> BlindIndex(OrganizationId organization, string purpose, string value, CancellationToken ct);
}
