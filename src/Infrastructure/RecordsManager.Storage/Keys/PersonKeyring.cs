using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Storage.Keys;

/// <summary>Person keys: random, one per person, never derived from anything, since only what is stored can be destroyed.</summary>
internal sealed class PersonKeyring(KekRing keks)
{
    internal async ValueTask<WrappedKey> New(OrganizationId organization, PersonId person, CancellationToken ct)
    {
        using var key = SecretKey.Random();
        return await keks.Wrap(organization, person.ToString(), key, ct);
    }

    /// <summary>Wraps a key under a person's key. The epoch is 0: a person key is replaced by no rotation, only destroyed.</summary>
    internal async ValueTask<WrappedKey> Wrap(
        OrganizationId organization, PersonId person, WrappedKey personKey, string subject, SecretKey key, CancellationToken ct)
    {
        using var wrapping = await keks.Unwrap(organization, person.ToString(), personKey, ct);
        return BoundKeyWrap.Wrap(wrapping, epoch: 0, new WrapPlace(person.ToString(), organization, subject), key);
    }

    internal async ValueTask<SecretKey> Unwrap(
        OrganizationId organization, PersonId person, WrappedKey personKey, string subject, WrappedKey wrapped, CancellationToken ct)
    {
        using var wrapping = await keks.Unwrap(organization, person.ToString(), personKey, ct);
        return BoundKeyWrap.Unwrap(wrapping, new WrapPlace(person.ToString(), organization, subject), wrapped);
    }
}
