using System.Buffers.Binary;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// Seals and opens single segments. One per request or stream, never shared: <see cref="AesGcm"/> is not safe for use by
/// several threads (it then fails to authenticate good data, and may encrypt wrongly).
/// </summary>
internal sealed class FloeSegmentCipher(FloeKdf kdf, SecretKey messageKey) : IDisposable
{
    private const int PrefixLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const uint NotLast = 0xFFFFFFFF;

    private AesGcm? _aes;
    private long _firstSegment = -1;

    /// <summary>Writes prefix, nonce, ciphertext and tag: 32 bytes more than the plaintext.</summary>
    internal void Seal(long segment, bool last, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce, Span<byte> destination)
    {
        WritePrefix(destination, last);
        nonce.CopyTo(destination[PrefixLength..]);
        Span<byte> associatedData = stackalloc byte[9];
        WriteAssociatedData(associatedData, segment, last);
        CipherFor(segment).Encrypt(
            nonce,
            plaintext,
            destination.Slice(PrefixLength + NonceLength, plaintext.Length),
            destination[^TagLength..],
            associatedData);
    }

    /// <summary><paramref name="plaintext"/> is cleared when the segment does not verify.</summary>
    internal void Open(long segment, bool last, ReadOnlySpan<byte> sealedSegment, Span<byte> plaintext)
    {
        Span<byte> expectedPrefix = stackalloc byte[PrefixLength];
        BinaryPrimitives.WriteUInt32BigEndian(expectedPrefix, last ? (uint)sealedSegment.Length : NotLast);
        if (!sealedSegment[..PrefixLength].SequenceEqual(expectedPrefix))
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        Span<byte> associatedData = stackalloc byte[9];
        WriteAssociatedData(associatedData, segment, last);
        try
        {
            CipherFor(segment).Decrypt(
                sealedSegment.Slice(PrefixLength, NonceLength),
                sealedSegment[(PrefixLength + NonceLength)..^TagLength],
                sealedSegment[^TagLength..],
                plaintext,
                associatedData);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }
    }

    public void Dispose() => _aes?.Dispose();

    private static void WritePrefix(Span<byte> segment, bool last) =>
        BinaryPrimitives.WriteUInt32BigEndian(segment, last ? (uint)segment.Length : NotLast);

    private static void WriteAssociatedData(Span<byte> destination, long segment, bool last)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination, segment);
        destination[8] = last ? (byte)1 : (byte)0;
    }

    private AesGcm CipherFor(long segment)
    {
        var firstSegment = segment >> kdf.Parameters.RotationBits << kdf.Parameters.RotationBits;
        if (_aes is not null && firstSegment == _firstSegment)
        {
            return _aes;
        }

        Span<byte> key = stackalloc byte[SecretKey.Aes256Length];
        kdf.SegmentKey(messageKey, firstSegment, key);
        _aes?.Dispose();
        _aes = new AesGcm(key, TagLength);
        CryptographicOperations.ZeroMemory(key);
        _firstSegment = firstSegment;
        return _aes;
    }
}
