using System.Buffers.Binary;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Application.Keys;

/// <summary>
/// How a sealed value of the organization begins: version 2 (1) ‖ KEK epoch (int32) ‖ length of the wrapped key (uint16) ‖ length
/// of its check (1) ‖ wrapped key ‖ check, numbers big-endian; then the value, which no rotation changes. Version 1 has no
/// lengths: they are 40 and 16. The database reads the same (migration 0017).
/// </summary>
public static class SealedHeader
{
    private const int FixedLength = 1 + sizeof(int) + sizeof(ushort) + 1;
    private const int FirstBlobOffset = 1 + sizeof(int);
    private const int FirstBlobLength = 40;
    private const int FirstCheckLength = 16;

    public static byte[] Write(WrappedKey key, int bodyLength, out int bodyOffset)
    {
        bodyOffset = FixedLength + key.Blob.Length + key.Check.Length;
        var value = new byte[bodyOffset + bodyLength];
        value[0] = 2;
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), key.Epoch);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(FirstBlobOffset), checked((ushort)key.Blob.Length));
        value[FixedLength - 1] = checked((byte)key.Check.Length);
        key.Blob.CopyTo(value, FixedLength);
        key.Check.CopyTo(value, FixedLength + key.Blob.Length);
        return value;
    }

    /// <exception cref="ObjectUnreadableException">It is no sealed value.</exception>
    public static WrappedKey Read(ReadOnlySpan<byte> value, out int bodyOffset)
    {
        var (blobOffset, blob, check) = value switch
        {
            [1, ..] => (FirstBlobOffset, FirstBlobLength, FirstCheckLength),
            [2, _, _, _, _, var high, var low, var length, ..] => (FixedLength, (high << 8) | low, (int)length),
            _ => throw new ObjectUnreadableException(UnreadableReason.Damaged),
        };
        bodyOffset = blobOffset + blob + check;
        return bodyOffset <= value.Length
            ? new WrappedKey(BinaryPrimitives.ReadInt32BigEndian(value[1..]), value.Slice(blobOffset, blob).ToArray(), value.Slice(blobOffset + blob, check).ToArray())
            : throw new ObjectUnreadableException(UnreadableReason.Damaged);
    }
}
