using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>A key pair (ECDSA on P-256) that signs the receipts of one organization. Receipts name it; none is ever removed.</summary>
public sealed class ReceiptKey : AggregateRoot
{
    private ReceiptKey()
    {
    }

    public ReceiptKey(ReceiptKeyId id, OrganizationId organization, byte[] publicX, byte[] publicY, byte[] sealedPrivate, DateTimeOffset madeAt)
    {
        Id = id;
        Organization = organization;
        PublicX = publicX;
        PublicY = publicY;
        SealedPrivate = sealedPrivate;
        MadeAt = madeAt;
        Raise(new LedgerFact("key.created", id.ToString(), null, new Dictionary<string, string>
        {
            ["use"] = "receipts",
            ["x"] = Convert.ToHexStringLower(publicX),
            ["y"] = Convert.ToHexStringLower(publicY),
        }));
    }

    public ReceiptKeyId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>32 bytes, big-endian.</summary>
    public byte[] PublicX { get; private set; } = [];

    /// <summary>32 bytes, big-endian.</summary>
    public byte[] PublicY { get; private set; } = [];

    /// <summary>PKCS #8, sealed under the organization's key.</summary>
    public byte[] SealedPrivate { get; private set; } = [];

    public DateTimeOffset MadeAt { get; private set; }
}
