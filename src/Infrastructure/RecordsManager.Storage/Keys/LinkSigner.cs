using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A token is 2 bytes of key id, the claims (of a link: 16 of organization, 16 of id) and 32 of HMAC-SHA256 (FIPS 198-1) over purpose
/// and claims; base64url. Links signed with the first key do not name it, so that those made before keys had ids are the same: 86
/// characters instead of 88. The keys serve all organizations, so that a made-up organization never makes one.
/// </summary>
public sealed class LinkSigner(LinkKeyFiles keys) : ILinkSigner
{
    private const int LinkBytes = 32;
    private const int MacBytes = 32;
    private const int IdBytes = 2;
    private const int MostBytes = 256;

    public string Sign(LinkPurpose purpose, OrganizationId organization, Guid id)
    {
        Span<byte> link = stackalloc byte[LinkBytes];
        organization.Value.TryWriteBytes(link);
        id.TryWriteBytes(link[16..]);
        return Write(purpose, link, namesFirst: false);
    }

    public SignedLink? Verify(LinkPurpose purpose, string token)
    {
        var isOfFirst = token.Length == Base64Url.GetEncodedLength(LinkBytes + MacBytes);
        return Check(purpose, token, LinkBytes, isOfFirst) is { } link
            ? new SignedLink(new OrganizationId(new Guid(link.AsSpan(0, 16))), new Guid(link.AsSpan(16)))
            : null;
    }

    public string Sign(LinkPurpose purpose, ReadOnlySpan<byte> claims) => Write(purpose, claims, namesFirst: true);

    public byte[]? Read(LinkPurpose purpose, string token, int length) => Check(purpose, token, length, isOfFirst: false);

    public byte[] Mac(LinkPurpose purpose, ReadOnlySpan<byte> message)
    {
        var mac = new byte[MacBytes];
        TryMac(purpose, keys.Current(), message, mac);
        return mac;
    }

    private string Write(LinkPurpose purpose, ReadOnlySpan<byte> claims, bool namesFirst)
    {
        var key = keys.Current();
        var head = key == 0 && !namesFirst ? 0 : IdBytes;
        Span<byte> token = stackalloc byte[head + claims.Length + MacBytes];
        if (head > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(token, (ushort)key);
        }

        claims.CopyTo(token[head..]);
        TryMac(purpose, key, claims, token[(head + claims.Length)..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>A token of another shape, or of a key that there is not, goes the same way as a forged one: one MAC, one comparison.</summary>
    private byte[]? Check(LinkPurpose purpose, string token, int length, bool isOfFirst)
    {
        var head = isOfFirst ? 0 : IdBytes;
        Span<byte> given = stackalloc byte[MostBytes];
        given = given[..(head + length + MacBytes)];
        var wellFormed = token.Length == Base64Url.GetEncodedLength(given.Length)
            && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, given, out var written)
            && written == given.Length
            && Base64Url.EncodeToString(given) == token; // the last character has spare bits: only one spelling is the token
        var key = isOfFirst ? 0 : BinaryPrimitives.ReadUInt16BigEndian(given);
        var claims = given.Slice(head, length);
        Span<byte> expected = stackalloc byte[MacBytes];
        var known = TryMac(purpose, key, claims, expected);
        var genuine = CryptographicOperations.FixedTimeEquals(expected, given[(head + length)..]);
        var oneSpelling = isOfFirst || key != 0 || purpose is not (LinkPurpose.Share or LinkPurpose.Consent or LinkPurpose.Person);
        return genuine && known && wellFormed && oneSpelling ? claims.ToArray() : null;
    }

    private bool TryMac(LinkPurpose purpose, int key, ReadOnlySpan<byte> claims, Span<byte> mac)
    {
        Span<byte> message = stackalloc byte[1 + MostBytes];
        message = message[..(1 + claims.Length)];
        message[0] = (byte)purpose;
        claims.CopyTo(message[1..]);
        return keys.TryMac(key, message, mac);
    }
}
