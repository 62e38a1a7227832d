using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.People;

/// <summary>
/// The data subject: one per human per organization. Everything that could tell who it is lies sealed under the person's
/// key; the blind index finds the person again when the same identity calls next time, and goes with the erasure.
/// </summary>
public sealed class Person : AggregateRoot
{
    private Person()
    {
    }

    public Person(PersonId id, OrganizationId organization, byte[] identityIndex, byte[] sealedAttributes)
    {
        Id = id;
        Organization = organization;
        IdentityIndex = identityIndex;
        SealedAttributes = sealedAttributes;
    }

    public PersonId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>HMAC-SHA256 of the identity in the product, or null after erasure.</summary>
    public byte[]? IdentityIndex { get; private set; }

    public byte[]? SealedAttributes { get; private set; }

    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Addresses of their own recordings, and questions from which one could be made, count only from here on.</summary>
    public DateTimeOffset? MyRecordingsRevokedAt { get; private set; }

    public bool IsErased => ErasedAt is not null;

    public void Rename(byte[] sealedAttributes) => SealedAttributes = sealedAttributes;

    /// <summary>Ends every address of their own recordings; an address can be had again only from a question that is asked after this.</summary>
    public void RevokeMyRecordings(DateTimeOffset now)
    {
        MyRecordingsRevokedAt = now;
        Raise(new LedgerFact("my-recordings.revoked", Id.ToString(), Id));
    }

    /// <param name="madeAt">When a link or a question of theirs was made.</param>
    public bool MayOpenWhatIsFrom(DateTimeOffset madeAt) => !IsErased && !(madeAt <= MyRecordingsRevokedAt);

    /// <summary>Forgets who it was. The caller destroys the person's key in the same transaction.</summary>
    public void Erase(DateTimeOffset now)
    {
        if (IsErased)
        {
            return;
        }

        ErasedAt = now;
        IdentityIndex = null;
        SealedAttributes = null;
        Raise(new LedgerFact("key.destroyed", Id.ToString(), Id));
    }
}
