using System.Security.Cryptography;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Storage.Keys;

/// <summary>The inner part of a small sealed value: nonce (12) ‖ ciphertext ‖ tag (16), under a data key used once.</summary>
internal static class SealedValue
{
    internal const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    internal static void Seal(SecretKey dataKey, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        var nonce = destination[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(dataKey.Bytes, TagLength);
        aes.Encrypt(nonce, plaintext, destination.Slice(NonceLength, plaintext.Length), destination[^TagLength..], associatedData);
    }

    internal static byte[] Open(SecretKey dataKey, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedValue)
    {
        if (sealedValue.Length < Overhead)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        var plaintext = new byte[sealedValue.Length - Overhead];
        try
        {
            using var aes = new AesGcm(dataKey.Bytes, TagLength);
            aes.Decrypt(
                sealedValue[..NonceLength], sealedValue[NonceLength..^TagLength], sealedValue[^TagLength..], plaintext, associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }
    }
}
