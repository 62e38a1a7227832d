using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Sharing;

public enum LinkPurpose
{
    Share = 1,
    Consent = 2,

    /// <summary>Of one person: everything they answered, and where they appear.</summary>
    Person = 3,

    /// <summary>A share link was opened in this browser.</summary>
    Opened = 4,

    /// <summary>What it plays is being watched.</summary>
    Watching = 5,

    /// <summary>A one-time code; never leaves the server.</summary>
    Code = 6,
}

/// <summary>
/// The token in a link: organization, id and an HMAC-SHA256 over both and the purpose, base64url. A token that this
/// installation did not make is recognised without a look at the database. Several keys verify, the newest signs.
/// </summary>
public interface ILinkSigner
{
    string Sign(LinkPurpose purpose, OrganizationId organization, Guid id);

    /// <summary>Null for anything tampered, guessed or never made, or signed with a key that is retired. Takes the same time for each.</summary>
    SignedLink? Verify(LinkPurpose purpose, string token);

    /// <summary>A token that holds more than a link.</summary>
    string Sign(LinkPurpose purpose, ReadOnlySpan<byte> claims);

    /// <param name="length">How many bytes of claims such a token holds.</param>
    /// <returns>The claims; null as <see cref="Verify"/>.</returns>
    byte[]? Read(LinkPurpose purpose, string token, int length);

    byte[] Mac(LinkPurpose purpose, ReadOnlySpan<byte> message);
}

public sealed record SignedLink(OrganizationId Organization, Guid Id);
