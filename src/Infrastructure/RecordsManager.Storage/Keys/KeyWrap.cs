using System.Security.Cryptography;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Storage.Keys;

/// <summary>AES key wrap with padding (RFC 5649, SP 800-38F) of the only thing we wrap: a 32-byte key, into 40 bytes.</summary>
internal static class KeyWrap
{
    internal const int BlobLength = 40;

    internal static byte[] Wrap(SecretKey wrappingKey, SecretKey key)
    {
        using var aes = AesFor(wrappingKey);
        var blob = new byte[BlobLength];
        aes.EncryptKeyWrapPadded(key.Bytes, blob);
        return blob;
    }

    internal static SecretKey Unwrap(SecretKey wrappingKey, ReadOnlySpan<byte> blob)
    {
        if (blob.Length != BlobLength)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        using var aes = AesFor(wrappingKey);
        var key = new SecretKey();
        try
        {
            if (aes.TryDecryptKeyWrapPadded(blob, key.Writable, out var written) && written == SecretKey.Aes256Length)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // Which of its checks failed is not the caller's to know.
        }

        key.Dispose();
        throw new ObjectUnreadableException(UnreadableReason.Damaged);
    }

    private static Aes AesFor(SecretKey key)
    {
        var aes = Aes.Create();
        aes.SetKey(key.Bytes);
        return aes;
    }
}
