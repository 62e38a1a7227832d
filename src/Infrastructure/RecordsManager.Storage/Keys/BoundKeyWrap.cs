using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>Where a wrapped key belongs. A row moved to another organization, person, object or epoch is refused.</summary>
/// <param name="WrappingKey">The organization's id for its KEK, a person's id for a person key.</param>
/// <param name="Subject">What the wrapped key is for: a person, an object, or the context of a small value.</param>
internal readonly record struct WrapPlace(string WrappingKey, OrganizationId Organization, string Subject);

/// <summary>
/// AES-KWP takes no associated data, so each row carries a MAC over its place, under a key that only the holder of the
/// wrapping key can derive. It is compared before anything is unwrapped.
/// </summary>
internal static class BoundKeyWrap
{
    internal const int CheckLength = 16;

    internal static WrappedKey Wrap(SecretKey wrappingKey, int epoch, WrapPlace place, SecretKey key)
    {
        var blob = KeyWrap.Wrap(wrappingKey, key);
        return new WrappedKey(epoch, blob, Check(wrappingKey, epoch, place, blob));
    }

    internal static SecretKey Unwrap(SecretKey wrappingKey, WrapPlace place, WrappedKey wrapped)
    {
        var expected = Check(wrappingKey, wrapped.Epoch, place, wrapped.Blob);
        return CryptographicOperations.FixedTimeEquals(expected, wrapped.Check)
            ? KeyWrap.Unwrap(wrappingKey, wrapped.Blob)
            : throw new ObjectUnreadableException(UnreadableReason.Damaged);
    }

    /// <summary>Ids hold no bar; the subject may, and is told from the blob by the blob's fixed length.</summary>
    private static byte[] Check(SecretKey wrappingKey, int epoch, WrapPlace place, byte[] blob)
    {
        var prefix = string.Create(
            CultureInfo.InvariantCulture, $"rm-wrap-v1|{place.WrappingKey}|{epoch}|{place.Organization}|{place.Subject}|");
        byte[] message = [.. Encoding.UTF8.GetBytes(prefix), .. blob];

        Span<byte> checkKey = stackalloc byte[32];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, wrappingKey.Bytes, checkKey, "rm-kcv-v1"u8);
        HMACSHA256.HashData(checkKey, message, mac);
        CryptographicOperations.ZeroMemory(checkKey);
        return mac[..CheckLength].ToArray();
    }
}
