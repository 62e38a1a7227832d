using System.Buffers.Binary;
using System.Security.Cryptography;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// FLOE_KDF: HKDF-Expand-SHA-384 with info = PARAMS ‖ IV ‖ purpose ‖ AAD. One block is enough for every output here, and is
/// computed as HMAC(key, info ‖ 0x01), since <see cref="HKDF"/> refuses the 32-byte keys that FLOE uses with SHA-384.
/// </summary>
internal sealed class FloeKdf(FloeParameters parameters, ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> associatedData)
{
    private const int MessageKeyLength = 48;

    internal FloeParameters Parameters => parameters;

    internal byte[] HeaderTag(SecretKey dataKey)
    {
        var tag = new byte[FloeParameters.TagLength];
        Derive(dataKey, "HEADER_TAG:"u8, tag);
        return tag;
    }

    internal SecretKey MessageKey(SecretKey dataKey)
    {
        var key = new SecretKey(MessageKeyLength);
        Derive(dataKey, "MESSAGE_KEY:"u8, key.Writable);
        return key;
    }

    /// <param name="firstSegment">The first of the 2^20 segments that share this key.</param>
    internal void SegmentKey(SecretKey messageKey, long firstSegment, Span<byte> key)
    {
        Span<byte> purpose = stackalloc byte[12];
        "DEK:"u8.CopyTo(purpose);
        BinaryPrimitives.WriteInt64BigEndian(purpose[4..], firstSegment);
        Derive(messageKey, purpose, key);
    }

    private void Derive(SecretKey key, ReadOnlySpan<byte> purpose, Span<byte> output)
    {
        var info = new byte[FloeParameters.EncodedLength + iv.Length + purpose.Length + associatedData.Length + 1];
        parameters.Encode(info);
        var rest = info.AsSpan(FloeParameters.EncodedLength);
        iv.Span.CopyTo(rest);
        rest = rest[iv.Length..];
        purpose.CopyTo(rest);
        rest = rest[purpose.Length..];
        associatedData.Span.CopyTo(rest);
        info[^1] = 0x01; // the counter of HKDF-Expand's first block, RFC 5869 section 2.3

        Span<byte> block = stackalloc byte[HMACSHA384.HashSizeInBytes];
        HMACSHA384.HashData(key.Bytes, info, block);
        block[..output.Length].CopyTo(output);
        CryptographicOperations.ZeroMemory(block);
    }
}
