using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RecordsManager.Ingest.Matroska;

/// <summary>EBML elements (RFC 8794) in memory: heads and one cluster at a time, never a file.</summary>
internal sealed class EbmlBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() => _bytes.ResetWrittenCount();

    public EbmlBuffer UInt(uint id, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Binary(id, bytes[Math.Min(7, bytes.IndexOfAnyExcept((byte)0) is var i && i < 0 ? 7 : i)..]);
    }

    public EbmlBuffer Float(uint id, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Binary(id, bytes);
    }

    public EbmlBuffer Text(uint id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public EbmlBuffer Binary(uint id, ReadOnlySpan<byte> value)
    {
        Id(id);
        Size(value.Length);
        Raw(value);
        return this;
    }

    public EbmlBuffer Master(uint id, Action<EbmlBuffer> write)
    {
        var inner = new EbmlBuffer();
        write(inner);
        return Binary(id, inner.Written.Span);
    }

    public void Id(uint id)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        Raw(bytes[bytes.IndexOfAnyExcept((byte)0)..]);
    }

    /// <summary>RFC 8794 §4: the shortest length; all ones are kept for "unknown".</summary>
    public void Size(long size)
    {
        var width = 1;
        while (size >= (1L << (7 * width)) - 1)
        {
            width++;
        }

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, size | (1L << (7 * width)));
        Raw(bytes[(8 - width)..]);
    }

    public void UnknownSize() => Raw([0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
