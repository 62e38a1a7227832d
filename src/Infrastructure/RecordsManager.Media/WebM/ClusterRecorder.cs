using System.Buffers;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.WebM;

/// <summary>
/// Passes WebM with one track through, as ffmpeg writes it, and writes its table of contents while it passes: a fragment begins with a
/// key frame and lasts until the next one, so that each decodes alone. One cluster is in memory at a time.
/// Sources: RFC 8794 (EBML), RFC 9559 (Matroska).
/// </summary>
internal sealed class ClusterRecorder(Stream output, Action<long>? onReached)
{
    private const int LongestCluster = 64 * 1024 * 1024; // some seconds of one camera; ffmpeg ends a cluster after 5 MB
    private const ulong Header = 0x1A45DFA3;
    private const ulong Segment = 0x18538067;
    private const ulong Tracks = 0x1654AE6B;
    private const ulong Cluster = 0x1F43B675;
    private readonly List<(long Offset, long StartNs)> _begun = [];
    private long _written;
    private int _initLength;
    private string? _codecs;

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

            var payload = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                await body.ReadExactlyAsync(payload.AsMemory(0, (int)length), ct);
                Note(element.Id, payload.AsSpan(0, (int)length));
                await Pass(element.Header, ct);
                await Pass(payload.AsMemory(0, (int)length), ct);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(payload, clearArray: true);
            }
        }

        if (_codecs is null || _begun.Count == 0)
        {
            throw new InvalidDataException("The output is empty.");
        }
    }

    /// <summary>In the track's own time.</summary>
    public Rendition Rendition(long durationNs)
    {
        var fragments = _begun.Select((fragment, index) =>
        {
            var (end, to) = index + 1 < _begun.Count ? _begun[index + 1] : (_written, Math.Max(durationNs, LastNs));
            return new Fragment(fragment.Offset, checked((int)(end - fragment.Offset)), fragment.StartNs, to - fragment.StartNs);
        });
        return new Rendition(_codecs!, _initLength, [.. fragments], null, null);
    }

    private void Note(ulong id, ReadOnlySpan<byte> payload)
    {
        if (id == Tracks)
        {
            _codecs = payload.IndexOf("V_VP8"u8) >= 0 ? "vp8" : payload.IndexOf("V_VP9"u8) >= 0 ? "vp9" : throw new InvalidDataException("A codec that nobody asked for.");
        }

        if (id != Cluster)
        {
            return;
        }

        var pictures = ClusterPictures.Of(payload);
        if (pictures.IsKey)
        {
            if (_begun.Count == 0)
            {
                _initLength = checked((int)_written);
            }

            _begun.Add((_written, pictures.FirstNs));
        }
        else if (_begun.Count == 0)
        {
            throw new InvalidDataException("The output does not begin with a key frame.");
        }

        LastNs = pictures.LastNs;
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
