using System.Buffers.Binary;

namespace RecordsManager.Ingest.Janus;

/// <summary>
/// Reads a Janus recording frame by frame (ingest.md §3): version 2 (MJR00002), version 1 (MJR00001) and the oldest form, which
/// begins with its first MEETECHO mark. A tail that was cut when the server died is counted and left; damage before it is refused.
/// </summary>
internal sealed class MjrReader : IAsyncDisposable
{
    private const int MagicLength = 8;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly bool _hasTimes;
    private readonly byte[] _mark = new byte[10];
    private readonly byte[] _frame = new byte[ushort.MaxValue];

    private MjrReader(Stream stream, string name, MjrHeader header, bool hasTimes)
    {
        (_stream, _name, _hasTimes, Header) = (stream, name, hasTimes, header);
    }

    public MjrHeader Header { get; }

    /// <summary>Of the frame read last; valid until the next.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    /// <summary>Milliseconds of arrival after the first frame; null in version 1 and older.</summary>
    public uint? ArrivedMs { get; private set; }

    /// <summary>Bytes of a cut last frame.</summary>
    public long CutBytes { get; private set; }

    /// <returns>Null for a recording that Janus opened and never wrote to: 0 bytes, or its 8-byte mark alone.</returns>
    /// <exception cref="Application.Ingest.CorruptMediaException">Not a recording of Janus.</exception>
    public static async Task<MjrReader?> Open(Stream stream, string name, CancellationToken ct)
    {
        var buffered = new BufferedStream(stream, 64 << 10);
        var magic = new byte[MagicLength];
        var read = await buffered.ReadAtLeastAsync(magic, MagicLength, throwOnEndOfStream: false, ct);
        if (read == 0)
        {
            return null;
        }

        if (read < MagicLength)
        {
            throw IngestErrors.TruncatedHeader(name).Thrown();
        }

        if (magic.AsSpan().SequenceEqual("MEETECHO"u8))
        {
            return new MjrReader(buffered, name, await OldestHeader(buffered, name, ct), hasTimes: false);
        }

        var isSecond = magic.AsSpan().SequenceEqual("MJR00002"u8);
        if (!isSecond && !magic.AsSpan().SequenceEqual("MJR00001"u8))
        {
            throw IngestErrors.Corrupt(name, "it does not begin as a Janus recording does").Thrown();
        }

        var json = await Block(buffered, name, mayBeAbsent: true, ct);
        return json is null
            ? null
            : new MjrReader(
                buffered, name,
                MjrHeader.Parse(json) ?? throw IngestErrors.Corrupt(name, "its JSON header cannot be read").Thrown(),
                hasTimes: isSecond);
    }

    /// <summary>False at the end, which may be a cut one.</summary>
    /// <exception cref="Application.Ingest.CorruptMediaException">Something else lies where a frame should begin.</exception>
    public async ValueTask<bool> Next(CancellationToken ct)
    {
        // version 2: MEET, u32 ms, u16 length. Before: MEETECHO, u16 length
        var read = await _stream.ReadAtLeastAsync(_mark, _mark.Length, throwOnEndOfStream: false, ct);
        if (read == 0)
        {
            return false;
        }

        var mark = _hasTimes ? "MEET"u8 : "MEETECHO"u8;
        var length = Math.Min(read, mark.Length);
        if (!_mark.AsSpan(0, length).SequenceEqual(mark[..length]))
        {
            await AcceptOnlyZeros(read, ct);
            return false;
        }

        if (read < _mark.Length)
        {
            CutBytes = read;
            return false;
        }

        var size = BinaryPrimitives.ReadUInt16BigEndian(_mark.AsSpan(8));
        var got = await _stream.ReadAtLeastAsync(_frame.AsMemory(0, size), size, throwOnEndOfStream: false, ct);
        if (got < size)
        {
            CutBytes = read + got;
            return false;
        }

        Frame = _frame.AsMemory(0, size);
        ArrivedMs = _hasTimes ? BinaryPrimitives.ReadUInt32BigEndian(_mark.AsSpan(4)) : null;
        return true;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // a file system that lost its power hands back zeros where blocks were promised and never written
    private async Task AcceptOnlyZeros(int read, CancellationToken ct)
    {
        CutBytes = read;
        for (var rest = _mark.AsMemory(0, read); !rest.IsEmpty;)
        {
            if (rest.Span.ContainsAnyExcept((byte)0))
            {
                throw IngestErrors.Corrupt(_name, "something else lies where a frame should begin").Thrown();
            }

            var more = await _stream.ReadAsync(_frame, ct);
            CutBytes += more;
            rest = _frame.AsMemory(0, more);
        }
    }

    // MEETECHO, u16 5, "audio" or "video"
    private static async Task<MjrHeader> OldestHeader(Stream stream, string name, CancellationToken ct)
    {
        var kind = await Block(stream, name, mayBeAbsent: false, ct);
        return kind switch
        {
            _ when kind.AsSpan().SequenceEqual("audio"u8) => MjrHeader.Oldest(MjrMedium.Audio),
            _ when kind.AsSpan().SequenceEqual("video"u8) => MjrHeader.Oldest(MjrMedium.Video),
            _ => throw IngestErrors.Corrupt(name, "its preamble is neither audio nor video").Thrown(),
        };
    }

    private static async Task<byte[]?> Block(Stream stream, string name, bool mayBeAbsent, CancellationToken ct)
    {
        var prefix = new byte[2];
        var read = await stream.ReadAtLeastAsync(prefix, 2, throwOnEndOfStream: false, ct);
        if (read == 0 && mayBeAbsent)
        {
            return null;
        }

        var block = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        return read == 2 && await stream.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct) == block.Length
            ? block
            : throw IngestErrors.TruncatedHeader(name).Thrown();
    }
}
