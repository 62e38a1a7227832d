using System.Buffers.Binary;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Media.Mp4;

/// <summary>The index of a regular file from the headers of fragments: one small read for each of them.</summary>
internal sealed class MovieLayout : IMovieLayout
{
    /// <summary>Pictures and sound lie beside each other in pieces as long, so that a player need not read far apart.</summary>
    private const int ChunkSeconds = 1;

    /// <summary>Of 4 s of sound 1.5 KiB are needed.</summary>
    private const int UsualHeader = 4096;
    private const int LongestHeader = 4 * 1024 * 1024;

    public async Task<MovieFile> Of(IReadOnlyList<IReadOnlyList<OpenRendition.Part>> tracks, long fromNs, Func<MediaObjectId, CancellationToken, ValueTask<IObjectReader>> open, CancellationToken ct)
    {
        List<SampleTable> tables = [];
        foreach (var parts in tracks)
        {
            tables.Add(await Read(parts, open, ct));
        }

        var length = 0L;
        List<MoviePiece> pieces = [];
        foreach (var chunk in tables.SelectMany(t => t.Chunks).OrderBy(c => (double)(c.Ticks - c.Track.Init.MediaTime) / c.Track.Init.TimeScale))
        {
            chunk.At = length;
            length += chunk.Length;
        }

        var head = MovieHead.Write(tables, fromNs, length);
        foreach (var chunk in tables.SelectMany(t => t.Chunks).OrderBy(c => c.At))
        {
            pieces.Add(new MoviePiece(head.Length + chunk.At, chunk.Source, chunk.Offset, chunk.Length));
        }

        return new MovieFile(head, pieces, head.Length + length);
    }

    private static async Task<SampleTable> Read(IReadOnlyList<OpenRendition.Part> parts, Func<MediaObjectId, CancellationToken, ValueTask<IObjectReader>> open, CancellationToken ct)
    {
        SampleTable? table = null;
        foreach (var part in parts)
        {
            await using var reader = await open(part.Object, ct);
            var (init, descriptions) = Init(await Bytes(reader, 0, part.Rendition.InitLength, ct));
            table ??= new SampleTable(init, descriptions);
            if (init.TimeScale != table.Init.TimeScale || !descriptions.AsSpan().SequenceEqual(table.Descriptions))
            {
                throw new InvalidDataException("The parts of a track were not made with the same settings.");
            }

            foreach (var fragment in part.Rendition.Fragments)
            {
                Add(table, part.Object, fragment.Offset, await Header(reader, fragment, ct), init.Defaults);
            }
        }

        (table ?? throw new ArgumentException("A track without parts.", nameof(parts))).End();
        return table;
    }

    private static (MovieInit Init, byte[] Descriptions) Init(byte[] bytes)
    {
        var box = Box.Find(bytes, 0, bytes.Length, "moov") ?? throw new InvalidDataException("No moov box.");
        var moov = bytes.AsSpan(box.Start, box.End - box.Start);
        var descriptions = Box.Path(moov, new Box(box.Type, 0, moov.Length), "trak", "mdia", "minf", "stbl", "stsd");
        return (MovieInit.Read(moov), moov[descriptions.Start..descriptions.End].ToArray());
    }

    private static void Add(SampleTable table, MediaObjectId source, long at, ReadOnlySpan<byte> moof, SampleDefaults defaults)
    {
        var track = Box.Path(moof, new Box(Box.Code("moof"), 0, moof.Length), "traf");
        var time = Box.Path(moof, track, "tfdt");
        var ticks = moof[time.Payload] == 1 ? BinaryPrimitives.ReadInt64BigEndian(moof[(time.Payload + 4)..]) : throw new InvalidDataException("A tfdt of 32 bits.");
        defaults = defaults.In(moof, Box.Path(moof, track, "tfhd"));
        var offset = at;
        Chunk? chunk = null;
        for (var from = track.Payload; Box.Find(moof, from, track.End, "trun") is { } box; from = box.End)
        {
            var run = new SampleRun(moof, box, defaults);
            if (run.DataOffset is { } data)
            {
                (offset, chunk) = (at + data, null);
            }

            for (var i = 0; i < run.Count; i++)
            {
                var sample = run[i];
                if (ticks + sample.Duration <= table.Init.MediaTime)
                {
                    chunk = null; // the encoder's priming, which is not to be heard: without it no edit list is needed
                }
                else
                {
                    chunk = Continued(chunk, table, ticks, source, offset);
                    chunk.Length += (int)sample.Size;
                    chunk.Samples++;
                    table.Add(ticks, sample);
                }

                ticks += sample.Duration;
                offset += sample.Size;
            }
        }
    }

    private static Chunk Continued(Chunk? chunk, SampleTable table, long ticks, MediaObjectId source, long offset)
    {
        if (chunk is not null && ticks - chunk.Ticks < ChunkSeconds * table.Init.TimeScale)
        {
            return chunk;
        }

        var next = new Chunk(table, ticks, source, offset);
        table.Chunks.Add(next);
        return next;
    }

    private static async Task<byte[]> Header(IObjectReader reader, Fragment fragment, CancellationToken ct)
    {
        var start = await Bytes(reader, fragment.Offset, Math.Min(UsualHeader, fragment.Length), ct);
        var length = BinaryPrimitives.ReadUInt32BigEndian(start);
        if (BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(4)) != Box.Code("moof") || length > Math.Min(LongestHeader, fragment.Length))
        {
            throw new InvalidDataException("A fragment does not begin with its header.");
        }

        return length <= start.Length ? start[..(int)length] : await Bytes(reader, fragment.Offset, (int)length, ct);
    }

    private static async Task<byte[]> Bytes(IObjectReader reader, long offset, int count, CancellationToken ct)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await reader.Read(offset + read, bytes.AsMemory(read), ct);
            read += more > 0 ? more : throw new EndOfStreamException();
        }

        return bytes;
    }
}
