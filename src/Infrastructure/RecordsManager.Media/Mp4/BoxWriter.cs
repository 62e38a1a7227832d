using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>Writes boxes into memory; what is written is a file's index, never its media.</summary>
internal sealed class BoxWriter
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>A box, up to the end of the block.</summary>
    public Open Box(string type)
    {
        var start = Length;
        U32(0);
        U32(Mp4.Box.Code(type));
        return new Open(this, start);
    }

    /// <summary>The same with version and flags.</summary>
    public Open FullBox(string type, byte version = 0, uint flags = 0)
    {
        var open = Box(type);
        U32((uint)version << 24 | flags);
        return open;
    }

    public void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Next(2), (ushort)value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Next(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Next(8), value);

    /// <summary>Four bytes, or eight where the box's version is 1.</summary>
    public void Time(long value, byte version)
    {
        if (version == 1)
        {
            U64((ulong)value);
        }
        else
        {
            U32((uint)value);
        }
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(bytes.Length));

    public void Text(string fourCharacters) => U32(Mp4.Box.Code(fourCharacters));

    public void Zeros(int count) => Next(count).Clear();

    private Span<byte> Next(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    internal readonly struct Open(BoxWriter writer, int start) : IDisposable
    {
        public void Dispose() => BinaryPrimitives.WriteInt32BigEndian(writer._bytes.AsSpan(start), writer.Length - start);
    }
}
