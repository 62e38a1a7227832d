using System.Buffers;
using System.Buffers.Binary;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.Mp4;

/// <summary>
/// Passes fragmented MP4 through to its outputs and writes its table of contents while it passes. Only decode times and
/// sequence numbers change. One media block is in memory at a time.
/// </summary>
/// <param name="firstSequence">Fragments are numbered upwards from here.</param>
internal sealed class FragmentRecorder(
    IReadOnlyList<Stream> outputs, long shiftTicks, uint firstSequence, Action<long>? onReached)
{
    private const int Chunk = 64 * 1024;
    private const int LongestHeader = 4 * 1024 * 1024;
    private readonly List<Fragment> _fragments = [];
    private MovieInit? _init;
    private int _initLength;
    private (MovieFragment Times, int Length)? _open;

    /// <summary>Sum of all sample durations, in units of the time scale.</summary>
    public long Ticks { get; private set; }

    /// <summary>Bytes.</summary>
    public long Written { get; private set; }

    public MovieInit Init => _init ?? throw new InvalidDataException("The output has no initialisation segment.");

    public Rendition Rendition => new(Init.Codecs, _initLength, _fragments, Init.Width, Init.Height);

    public async Task Record(Stream body, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (await body.ReadAtLeastAsync(buffer.AsMemory(0, Box.HeaderLength), Box.HeaderLength, throwOnEndOfStream: false, ct) is var read and > 0)
            {
                var length = BinaryPrimitives.ReadUInt32BigEndian(buffer);
                if (read < Box.HeaderLength || length < Box.HeaderLength)
                {
                    throw new InvalidDataException("The output ends inside a box.");
                }

                await RecordBox(body, buffer, length, ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        if (_open is not null || _fragments.Count == 0)
        {
            throw new InvalidDataException("The output is empty or ends inside a fragment.");
        }
    }

    private Task RecordBox(Stream body, byte[] buffer, uint length, CancellationToken ct)
    {
        var type = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4));
        return (type, _open) switch
        {
            (_, { } fragment) when type == Box.Code("mdat") => Media(body, buffer, length, fragment, ct),
            (_, null) when type == Box.Code("moof") || type == Box.Code("ftyp") || type == Box.Code("moov") =>
                Header(body, buffer, type, length, ct),
            _ => throw new InvalidDataException("An unexpected box in the output."),
        };
    }

    private async Task Header(Stream body, byte[] buffer, uint type, uint length, CancellationToken ct)
    {
        if (length > LongestHeader)
        {
            throw new InvalidDataException("A header box is longer than any should be.");
        }

        var box = new byte[length];
        buffer.AsSpan(0, Box.HeaderLength).CopyTo(box);
        await body.ReadExactlyAsync(box.AsMemory(Box.HeaderLength), ct);
        if (type == Box.Code("moof"))
        {
            var sequence = firstSequence + (uint)_fragments.Count;
            _open = (MovieFragment.Place(box, shiftTicks, sequence, Init.Defaults), (int)length);
        }
        else
        {
            _init = type == Box.Code("moov") ? MovieInit.Read(box) : _init;
            _initLength += (int)length;
        }

        await Write(box, ct);
    }

    private async Task Media(Stream body, byte[] buffer, uint length, (MovieFragment Times, int Length) fragment, CancellationToken ct)
    {
        var start = Written - fragment.Length;
        await Write(buffer.AsMemory(0, Box.HeaderLength), ct);
        for (var left = length - (uint)Box.HeaderLength; left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(left, Chunk));
            var read = await body.ReadAsync(part, ct);
            if (read == 0)
            {
                throw new InvalidDataException("The output ends inside a fragment.");
            }

            await Write(part[..read], ct);
            left -= (uint)read;
        }

        Ticks += fragment.Times.Duration;
        _open = null;
        var from = Nanoseconds(fragment.Times.Ticks);
        var to = Nanoseconds(fragment.Times.Ticks + fragment.Times.Duration);
        _fragments.Add(new Fragment(start, checked((int)(Written - start)), from, to - from));
        onReached?.Invoke(to);
    }

    private async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        foreach (var output in outputs)
        {
            await output.WriteAsync(bytes, ct);
        }

        Written += bytes.Length;
    }

    /// <summary>What the edit list skips lies before the timeline's start.</summary>
    private long Nanoseconds(long ticks) =>
        (long)((Int128)Math.Max(0, ticks - Init.MediaTime) * 1_000_000_000 / Init.TimeScale);
}
