using System.Buffers.Text;
using System.Security.Cryptography;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A token is 16 bytes of organization, 16 of id and 32 of HMAC-SHA256 (FIPS 198-1) over purpose, organization and id;
/// base64url, 86 characters. One key serves all organizations, so that a made-up organization never makes a key. Its file is read once a
/// second: a player shows its token with every segment.
/// </summary>
public sealed class LinkSigner(StorageOptions options, TimeProvider clock) : ILinkSigner, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const int TokenBytes = 64;
    private const int SignedBytes = 32;

    private readonly string _path = Path.Combine(Path.GetFullPath(options.KeysFolder), "links.key");
    private readonly Lock _gate = new();
    private SecretKey? _key;
    private long _readAt;

    public string Sign(LinkPurpose purpose, OrganizationId organization, Guid id)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        organization.Value.TryWriteBytes(token);
        id.TryWriteBytes(token[16..]);
        Mac(purpose, token[..SignedBytes], token[SignedBytes..]);
        return Base64Url.EncodeToString(token);
    }

    public SignedLink? Verify(LinkPurpose purpose, string token)
    {
        // A token of another shape goes the same way as a forged one: one MAC, one comparison.
        Span<byte> given = stackalloc byte[TokenBytes];
        var wellFormed = token.Length == Base64Url.GetEncodedLength(TokenBytes)
            && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, given, out var written)
            && written == TokenBytes
            && Base64Url.EncodeToString(given) == token; // the last character has spare bits: only one spelling is the token
        Span<byte> expected = stackalloc byte[TokenBytes - SignedBytes];
        Mac(purpose, given[..SignedBytes], expected);
        var genuine = CryptographicOperations.FixedTimeEquals(expected, given[SignedBytes..]);
        return genuine && wellFormed ? new SignedLink(new OrganizationId(new Guid(given[..16])), new Guid(given[16..32])) : null;
    }

    public void Dispose() => _key?.Dispose();

    private void Mac(LinkPurpose purpose, ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> message = stackalloc byte[1 + SignedBytes];
        message[0] = (byte)purpose;
        signed.CopyTo(message[1..]);
        lock (_gate)
        {
            HMACSHA256.HashData(Key().Bytes, message, mac);
        }
    }

    private SecretKey Key()
    {
        if (_key is not null && clock.GetElapsedTime(_readAt) < Fresh)
        {
            return _key;
        }

        _key?.Dispose();
        _key = null;
        KeyFile.CreateUnlessThere(_path);
        _readAt = clock.GetTimestamp();
        return _key = KeyFile.Read(_path) ?? throw new FileNotFoundException("The key of the links is gone.", _path);
    }
}
