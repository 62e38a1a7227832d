namespace RecordsManager.Media.Mp4;

/// <summary>
/// What stands before the media of a regular file (ISO/IEC 14496-12): <c>ftyp</c>, <c>moov</c> and the head of <c>mdat</c>. It names no time
/// of making, no language and nobody.
/// </summary>
internal static class MovieHead
{
    private const uint TimeScale = 1000;
    private const int LongHeader = 16;
    private static readonly uint[] Matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

    /// <param name="fromNs">What the file calls second zero.</param>
    /// <param name="mediaLength">Bytes of all chunks.</param>
    public static byte[] Write(IReadOnlyList<SampleTable> tracks, long fromNs, long mediaLength)
    {
        // Offsets count from the file's start, and how long the head is depends on how long they are.
        var narrow = Write(tracks, fromNs, mediaLength, wide: false, mediaAt: 0);
        var isWide = narrow.Length + mediaLength > uint.MaxValue;
        var length = isWide ? Write(tracks, fromNs, mediaLength, wide: true, mediaAt: 0).Length : narrow.Length;
        return Write(tracks, fromNs, mediaLength, isWide, length).Written.ToArray();
    }

    private static BoxWriter Write(IReadOnlyList<SampleTable> tracks, long fromNs, long mediaLength, bool wide, long mediaAt)
    {
        var to = new BoxWriter();
        FileType(to, isSound: tracks.All(t => t.Init.Width is null));
        using (to.Box("moov"))
        {
            var ends = tracks.Select(t => Gap(t, fromNs) + Milliseconds(t.Ticks, t.Init.TimeScale)).ToList();
            using (to.FullBox("mvhd"))
            {
                to.Zeros(8);
                to.U32(TimeScale);
                to.U32((uint)ends.Max());
                to.U32(0x10000);
                to.U16(0x100);
                to.Zeros(10);
                Array.ForEach(Matrix, to.U32);
                to.Zeros(24);
                to.U32((uint)tracks.Count + 1);
            }

            for (var i = 0; i < tracks.Count; i++)
            {
                Track(to, tracks[i], (uint)i + 1, Gap(tracks[i], fromNs), ends[i], wide, mediaAt);
            }
        }

        to.U32(wide ? 1 : (uint)(mediaLength + Box.HeaderLength));
        to.Text("mdat");
        if (wide)
        {
            to.U64((ulong)(mediaLength + LongHeader));
        }

        return to;
    }

    private static void FileType(BoxWriter to, bool isSound)
    {
        using (to.Box("ftyp"))
        {
            string[] brands = isSound ? ["M4A ", "mp42", "isom"] : ["isom", "iso2", "avc1", "mp41"];
            to.Text(brands[0]);
            to.U32(0x200);
            Array.ForEach(brands, to.Text);
        }
    }

    private static void Track(BoxWriter to, SampleTable track, uint id, long gap, long end, bool wide, long mediaAt)
    {
        var isSound = track.Init.Width is null;
        using var box = to.Box("trak");
        using (to.FullBox("tkhd", flags: 3))
        {
            to.Zeros(8);
            to.U32(id);
            to.Zeros(4);
            to.U32((uint)end);
            to.Zeros(12);
            to.U16(isSound ? 0x100 : 0);
            to.Zeros(2);
            Array.ForEach(Matrix, to.U32);
            to.U32((uint)(track.Init.Width ?? 0) << 16);
            to.U32((uint)(track.Init.Height ?? 0) << 16);
        }

        if (gap > 0)
        {
            Edits(to, gap, end - gap);
        }

        using (to.Box("mdia"))
        {
            Media(to, track, isSound, wide, mediaAt);
        }
    }

    /// <summary>Only a part of a recording has them, where its sound begins after its picture.</summary>
    private static void Edits(BoxWriter to, long gap, long lasts)
    {
        using var box = to.Box("edts");
        using var list = to.FullBox("elst");
        to.U32(2);
        to.U32((uint)gap);
        to.U32(uint.MaxValue); // nothing
        to.U32(0x10000);
        to.U32((uint)lasts);
        to.U32(0);
        to.U32(0x10000);
    }

    private static void Media(BoxWriter to, SampleTable track, bool isSound, bool wide, long mediaAt)
    {
        var version = (byte)(track.Ticks > uint.MaxValue ? 1 : 0);
        using (to.FullBox("mdhd", version))
        {
            to.Zeros(version == 1 ? 16 : 8);
            to.U32(track.Init.TimeScale);
            to.Time(track.Ticks, version);
            to.U16(0x55c4); // undetermined
            to.U16(0);
        }

        using (to.FullBox("hdlr"))
        {
            to.Zeros(4);
            to.Text(isSound ? "soun" : "vide");
            to.Zeros(13);
        }

        using var information = to.Box("minf");
        if (isSound)
        {
            using var header = to.FullBox("smhd");
            to.Zeros(4);
        }
        else
        {
            using var header = to.FullBox("vmhd", flags: 1);
            to.Zeros(8);
        }

        using (to.Box("dinf"))
        using (to.FullBox("dref"))
        {
            to.U32(1);
            using var here = to.FullBox("url ", flags: 1);
        }

        using var samples = to.Box("stbl");
        to.Bytes(track.Descriptions);
        Times(to, track);
        Places(to, track, wide, mediaAt);
    }

    private static void Times(BoxWriter to, SampleTable track)
    {
        using (to.FullBox("stts"))
        {
            Write(to, track.Durations);
        }

        if (track.Shown.Has(shown => shown != 0))
        {
            using var shown = to.FullBox("ctts", (byte)(track.Shown.Has(s => s < 0) ? 1 : 0));
            Write(to, track.Shown);
        }

        if (track.Keys.Count < track.Sizes.Count)
        {
            using var keys = to.FullBox("stss");
            to.U32((uint)track.Keys.Count);
            track.Keys.ForEach(to.U32);
        }
    }

    private static void Places(BoxWriter to, SampleTable track, bool wide, long mediaAt)
    {
        using (to.FullBox("stsc"))
        {
            List<(int First, int Samples)> runs = [];
            for (var i = 0; i < track.Chunks.Count; i++)
            {
                if (runs.Count == 0 || runs[^1].Samples != track.Chunks[i].Samples)
                {
                    runs.Add((i + 1, track.Chunks[i].Samples));
                }
            }

            to.U32((uint)runs.Count);
            foreach (var (first, samples) in runs)
            {
                to.U32((uint)first);
                to.U32((uint)samples);
                to.U32(1);
            }
        }

        using (to.FullBox("stsz"))
        {
            to.U32(0);
            to.U32((uint)track.Sizes.Count);
            track.Sizes.ForEach(to.U32);
        }

        using var offsets = to.FullBox(wide ? "co64" : "stco");
        to.U32((uint)track.Chunks.Count);
        track.Chunks.ForEach(chunk => to.Time(mediaAt + chunk.At, (byte)(wide ? 1 : 0)));
    }

    private static void Write(BoxWriter to, SampleTable.Runs runs)
    {
        to.U32((uint)runs.All.Count);
        foreach (var (count, value) in runs.All)
        {
            to.U32(count);
            to.U32(value);
        }
    }

    /// <summary>How long after second zero the track begins; an encoder's priming is not in it.</summary>
    private static long Gap(SampleTable track, long fromNs)
    {
        var from = (long)(((Int128)fromNs * track.Init.TimeScale + 500_000_000) / 1_000_000_000);
        return Math.Max(0, ((track.FirstTicks - track.Init.MediaTime - from) * TimeScale + (track.Init.TimeScale / 2)) / track.Init.TimeScale);
    }

    private static long Milliseconds(long ticks, uint timeScale) => ((ticks * TimeScale) + timeScale - 1) / timeScale;
}
