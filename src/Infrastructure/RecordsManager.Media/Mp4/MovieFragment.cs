using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>A <c>moof</c> with one track.</summary>
/// <param name="Ticks">Decode time of the first sample.</param>
/// <param name="Duration">Sum of the sample durations.</param>
internal readonly record struct MovieFragment(long Ticks, long Duration)
{
    /// <summary>Moves the fragment on the timeline and numbers it. Samples and their order stay as they are.</summary>
    public static MovieFragment Place(Span<byte> moof, long shift, uint sequence, uint defaultDuration)
    {
        var root = new Box(Box.Code("moof"), 0, moof.Length);
        var track = Box.Path(moof, root, "traf");
        var number = Box.Path(moof, root, "mfhd");
        BinaryPrimitives.WriteUInt32BigEndian(moof[(number.Payload + 4)..], sequence);
        var time = Box.Path(moof, track, "tfdt");
        if (moof[time.Payload] != 1)
        {
            throw new InvalidDataException("A tfdt of 32 bits.");
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(moof[(time.Payload + 4)..]) + shift;
        BinaryPrimitives.WriteInt64BigEndian(moof[(time.Payload + 4)..], ticks);
        return new MovieFragment(ticks, SampleDurations(moof, track, defaultDuration));
    }

    private static long SampleDurations(ReadOnlySpan<byte> moof, Box track, uint defaultDuration)
    {
        var header = Box.Path(moof, track, "tfhd");
        var flags = BinaryPrimitives.ReadUInt32BigEndian(moof[header.Payload..]) & 0xffffff;
        if ((flags & 0x8) != 0)
        {
            var at = header.Payload + 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
            defaultDuration = BinaryPrimitives.ReadUInt32BigEndian(moof[at..]);
        }

        var sum = 0L;
        for (var from = track.Payload; Box.Find(moof, from, track.End, "trun") is { } run; from = run.End)
        {
            sum += RunDuration(moof, run, defaultDuration);
        }

        return sum;
    }

    private static long RunDuration(ReadOnlySpan<byte> moof, Box run, uint defaultDuration)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(moof[run.Payload..]) & 0xffffff;
        var count = BinaryPrimitives.ReadUInt32BigEndian(moof[(run.Payload + 4)..]);
        if ((flags & 0x100) == 0)
        {
            return (long)count * defaultDuration;
        }

        var at = run.Payload + 8 + ((flags & 0x1) != 0 ? 4 : 0) + ((flags & 0x4) != 0 ? 4 : 0);
        var stride = 4 * (1 + ((flags & 0x200) != 0 ? 1 : 0) + ((flags & 0x400) != 0 ? 1 : 0) + ((flags & 0x800) != 0 ? 1 : 0));
        var sum = 0L;
        for (var sample = 0u; sample < count; sample++, at += stride)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(moof[at..]);
        }

        return sum;
    }
}
