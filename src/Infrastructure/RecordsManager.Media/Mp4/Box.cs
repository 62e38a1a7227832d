using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>A box of ISO/IEC 14496-12 inside a buffer; offsets count from the buffer's start.</summary>
internal readonly record struct Box(uint Type, int Start, int End)
{
    public const int HeaderLength = 8;

    public int Payload => Start + HeaderLength;

    public static uint Code(string fourCharacters) =>
        (uint)(fourCharacters[0] << 24 | fourCharacters[1] << 16 | fourCharacters[2] << 8 | fourCharacters[3]);

    /// <summary>The first box of that type between two offsets, or null.</summary>
    public static Box? Find(ReadOnlySpan<byte> bytes, int from, int to, string type)
    {
        for (var at = from; at + HeaderLength <= to;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            if (length < HeaderLength || length > to - at)
            {
                throw new InvalidDataException("A box does not fit its parent.");
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]) == Code(type))
            {
                return new Box(Code(type), at, at + length);
            }

            at += length;
        }

        return null;
    }

    /// <summary>Follows a path of plain containers.</summary>
    public static Box Path(ReadOnlySpan<byte> bytes, Box parent, params ReadOnlySpan<string> path)
    {
        foreach (var type in path)
        {
            parent = Find(bytes, parent.Payload, parent.End, type) ?? throw new InvalidDataException($"No {type} box.");
        }

        return parent;
    }
}
