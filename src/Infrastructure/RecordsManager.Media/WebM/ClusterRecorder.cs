using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.WebM;

/// <summary>
/// Passes WebM with one track through, as ffmpeg writes it but for the duration of each picture, and writes its table of contents while it
/// passes: a fragment begins with a key frame and lasts until the next one, so that each decodes alone. Two clusters are in memory at most:
/// how long the last picture of one stands, the next one tells.
/// Sources: RFC 8794 (EBML), RFC 9559 (Matroska).
/// </summary>
internal sealed class ClusterRecorder(Stream output, long durationNs, Action<long>? onReached)
{
    private const int LongestCluster = 64 * 1024 * 1024; // some seconds of one camera; ffmpeg ends a cluster after 5 MB
    private const ulong Header = 0x1A45DFA3;
    private const ulong Segment = 0x18538067;
    private const ulong Tracks = 0x1654AE6B;
    private const long Millisecond = 1_000_000; // ns
    private readonly List<(long Offset, long StartNs)> _begun = [];
    private long _written;
    private int _initLength;
    private string? _codecs;
    private Cluster? _held;
    private long _beforeMs;

    /// <summary>Own time of the last picture, ns.</summary>
    public long LastNs { get; private set; } = -1;

    public async Task Record(Stream body, CancellationToken ct)
    {
        while (await ReadHeader(body, ct) is { } element)
        {
            if (element.Id == Segment)
            {
                await Pass(element.Header, ct); // of unknown length: what it holds follows
                continue;
            }

            if (element.Length is not { } length || length > LongestCluster)
            {
                throw new InvalidDataException("An element of the output is longer than any should be.");
            }

            var payload = new byte[length];
            await body.ReadExactlyAsync(payload, ct);
            if (element.Id == Cluster.Id)
            {
                var next = new Cluster(payload);
                await WriteHeld(next.First.AtMs, ct);
                _held = next;
                continue;
            }

            if (_held is null) // an index or tags behind the pictures say nothing that the table does not
            {
                _codecs = element.Id == Tracks ? CodecOf(payload) : _codecs;
                await Pass(element.Header, ct);
                await Pass(payload, ct);
            }
        }

        await WriteHeld(durationNs / Millisecond, ct);
        if (_codecs is null || _begun.Count == 0)
        {
            throw new InvalidDataException("The output is empty.");
        }
    }

    /// <summary>In the track's own time.</summary>
    public Rendition Rendition()
    {
        var fragments = _begun.Select((fragment, index) =>
        {
            var (end, to) = index + 1 < _begun.Count ? _begun[index + 1] : (_written, Math.Max(durationNs, LastNs));
            return new Fragment(fragment.Offset, checked((int)(end - fragment.Offset)), fragment.StartNs, to - fragment.StartNs);
        });
        return new Rendition(_codecs!, _initLength, [.. fragments], null, null);
    }

    private static string CodecOf(ReadOnlySpan<byte> tracks) =>
        tracks.IndexOf("V_VP8"u8) >= 0 ? "vp8" : tracks.IndexOf("V_VP9"u8) >= 0 ? "vp9" : throw new InvalidDataException("A codec that nobody asked for.");

    private async Task WriteHeld(long untilMs, CancellationToken ct)
    {
        if (_held is not { } cluster)
        {
            return;
        }

        if (cluster.First.IsKey)
        {
            _initLength = _begun.Count == 0 ? checked((int)_written) : _initLength;
            _begun.Add((_written, cluster.First.AtMs * Millisecond));
        }
        else if (_begun.Count == 0)
        {
            throw new InvalidDataException("The output does not begin with a key frame.");
        }

        await Pass(cluster.Write(_beforeMs, untilMs), ct);
        _beforeMs = cluster.Last.AtMs;
        LastNs = cluster.Last.AtMs * Millisecond;
        onReached?.Invoke(LastNs);
    }

    private async Task Pass(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await output.WriteAsync(bytes, ct);
        _written += bytes.Length;
    }

    private static async Task<(ulong Id, long? Length, byte[] Header)?> ReadHeader(Stream body, CancellationToken ct)
    {
        var bytes = new byte[12];
        if (await body.ReadAtLeastAsync(bytes.AsMemory(0, 1), 1, throwOnEndOfStream: false, ct) == 0)
        {
            return null;
        }

        var idLength = Ebml.LengthOf(bytes[0], most: 4);
        await body.ReadExactlyAsync(bytes.AsMemory(1, idLength), ct); // the rest of the id, and the first byte of the length
        var lengthLength = Ebml.LengthOf(bytes[idLength], most: 8);
        await body.ReadExactlyAsync(bytes.AsMemory(idLength + 1, lengthLength - 1), ct);
        var id = Ebml.Number(bytes.AsSpan(0, idLength), marked: true);
        var length = Ebml.Number(bytes.AsSpan(idLength, lengthLength), marked: false);
        var isUnknown = length == (1UL << (7 * lengthLength)) - 1;
        return id is Header or Segment || !isUnknown
            ? (id, isUnknown ? null : checked((long)length), bytes[..(idLength + lengthLength)])
            : throw new InvalidDataException("A cluster of unknown length.");
    }
}
