using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Sharing;

public enum LinkPurpose
{
    Share = 1,
    Consent = 2,

    /// <summary>Of one person: everything they answered, and where they appear.</summary>
    Person = 3,
}

/// <summary>
/// The token in a link: organization, id and an HMAC-SHA256 over both and the purpose, base64url. A token that this
/// installation did not make is recognised without a look at the database.
/// </summary>
public interface ILinkSigner
{
    string Sign(LinkPurpose purpose, OrganizationId organization, Guid id);

    /// <summary>Null for anything tampered, guessed or never made. Takes the same time for each.</summary>
    SignedLink? Verify(LinkPurpose purpose, string token);
}

public sealed record SignedLink(OrganizationId Organization, Guid Id);
