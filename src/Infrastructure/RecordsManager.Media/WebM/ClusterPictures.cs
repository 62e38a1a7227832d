using System.Buffers.Binary;

namespace RecordsManager.Media.WebM;

/// <summary>What a cluster holds (RFC 9559, sections 5.1.3 and 10): its time in ms, and blocks that count from it.</summary>
/// <param name="IsKey">Its first picture decodes alone.</param>
internal readonly record struct ClusterPictures(bool IsKey, long FirstNs, long LastNs)
{
    private const ulong Timestamp = 0xE7;
    private const ulong SimpleBlock = 0xA3;
    private const ulong BlockGroup = 0xA0;
    private const ulong Block = 0xA1;
    private const ulong ReferenceBlock = 0xFB;

    public static ClusterPictures Of(ReadOnlySpan<byte> payload)
    {
        var (time, first, last) = (0L, -1L, -1L);
        var isKey = false;
        foreach (var (id, from, to) in new Elements(payload))
        {
            if (id == Timestamp)
            {
                time = (long)Big(payload[from..to]);
            }
            else if (id is SimpleBlock or BlockGroup)
            {
                var (relative, key) = id == SimpleBlock ? Simple(payload[from..to]) : Grouped(payload[from..to]);
                last = time + relative;
                if (first < 0)
                {
                    (first, isKey) = (last, key);
                }
            }
        }

        return first >= 0 ? new ClusterPictures(isKey, first * 1_000_000, last * 1_000_000) : throw new InvalidDataException("A cluster without pictures.");
    }

    private static (short Relative, bool IsKey) Simple(ReadOnlySpan<byte> block)
    {
        var track = Ebml.LengthOf(block[0], most: 8);
        return (BinaryPrimitives.ReadInt16BigEndian(block[track..]), (block[track + 2] & 0x80) != 0);
    }

    private static (short Relative, bool IsKey) Grouped(ReadOnlySpan<byte> group)
    {
        var (relative, isKey) = ((short)0, true);
        foreach (var (id, from, to) in new Elements(group))
        {
            if (id == Block)
            {
                relative = Simple(group[from..to]).Relative;
            }

            isKey &= id != ReferenceBlock;
        }

        return (relative, isKey);
    }

    private static ulong Big(ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        foreach (var b in bytes)
        {
            number = number << 8 | b;
        }

        return number;
    }

    /// <summary>The elements of a payload, one after the other.</summary>
    private readonly ref struct Elements(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public Enumerator GetEnumerator() => new(_bytes);

        public ref struct Enumerator(ReadOnlySpan<byte> bytes)
        {
            private readonly ReadOnlySpan<byte> _bytes = bytes;
            private int _at;

            public (ulong Id, int From, int To) Current { get; private set; }

            public bool MoveNext()
            {
                if (_at >= _bytes.Length)
                {
                    return false;
                }

                var idLength = Ebml.LengthOf(_bytes[_at], most: 4);
                var lengthAt = _at + idLength;
                var lengthLength = Ebml.LengthOf(_bytes[lengthAt], most: 8);
                var from = lengthAt + lengthLength;
                var length = Ebml.Number(_bytes[lengthAt..from], marked: false);
                if (length > (ulong)(_bytes.Length - from))
                {
                    throw new InvalidDataException("An element does not fit its cluster.");
                }

                _at = from + (int)length;
                Current = (Ebml.Number(_bytes.Slice(lengthAt - idLength, idLength), marked: true), from, _at);
                return true;
            }
        }
    }
}
