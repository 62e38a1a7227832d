using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>A <c>moof</c> with one track.</summary>
/// <param name="Ticks">Decode time of the first sample.</param>
/// <param name="Duration">Sum of the sample durations.</param>
internal readonly record struct MovieFragment(long Ticks, long Duration)
{
    /// <summary>Moves the fragment on the timeline and numbers it. Samples and their order stay as they are.</summary>
    public static MovieFragment Place(Span<byte> moof, long shift, uint sequence, SampleDefaults defaults)
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
        return new MovieFragment(ticks, SampleDurations(moof, track, defaults));
    }

    private static long SampleDurations(ReadOnlySpan<byte> moof, Box track, SampleDefaults defaults)
    {
        defaults = defaults.In(moof, Box.Path(moof, track, "tfhd"));
        var sum = 0L;
        for (var from = track.Payload; Box.Find(moof, from, track.End, "trun") is { } box; from = box.End)
        {
            var run = new SampleRun(moof, box, defaults);
            for (var sample = 0; sample < run.Count; sample++)
            {
                sum += run[sample].Duration;
            }
        }

        return sum;
    }
}
