using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>What a fragment's samples are unless their own table says otherwise.</summary>
internal readonly record struct SampleDefaults(uint Duration, uint Size, uint Flags)
{
    private const int TrackExtendsFields = 12; // version and flags, track, sample description

    /// <param name="moov">The whole box, with one track.</param>
    public static SampleDefaults OfMovie(ReadOnlySpan<byte> moov)
    {
        var extends = moov[(Box.Path(moov, new Box(Box.Code("moov"), 0, moov.Length), "mvex", "trex").Payload + TrackExtendsFields)..];
        return new SampleDefaults(
            BinaryPrimitives.ReadUInt32BigEndian(extends), BinaryPrimitives.ReadUInt32BigEndian(extends[4..]), BinaryPrimitives.ReadUInt32BigEndian(extends[8..]));
    }

    /// <summary>Those of one fragment, where its <c>tfhd</c> has others.</summary>
    public SampleDefaults In(ReadOnlySpan<byte> moof, Box fragmentHeader)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(moof[fragmentHeader.Payload..]) & 0xffffff;
        var at = fragmentHeader.Payload + 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
        var changed = this;
        changed = (flags & 0x8) != 0 ? changed with { Duration = Next(moof, ref at) } : changed;
        changed = (flags & 0x10) != 0 ? changed with { Size = Next(moof, ref at) } : changed;
        return (flags & 0x20) != 0 ? changed with { Flags = Next(moof, ref at) } : changed;
    }

    private static uint Next(ReadOnlySpan<byte> moof, ref int at)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(moof[at..]);
        at += 4;
        return value;
    }
}
