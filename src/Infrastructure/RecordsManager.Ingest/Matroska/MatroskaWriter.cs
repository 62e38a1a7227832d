using System.Buffers.Binary;

namespace RecordsManager.Ingest.Matroska;

/// <summary>
/// One track into a forward-only stream (RFC 9559). The time scale is 100 µs, not the usual 1 ms: Opus' frame lengths are whole
/// multiples of it and a 90 kHz time stamp is at most 50 µs off, while a cluster's 16-bit times still reach 3.2 s.
/// </summary>
internal sealed class MatroskaWriter(Stream output, MatroskaTrack track)
{
    private const long ScaleNs = 100_000;
    private const long LongestCluster = 30_000;
    private const int LargestCluster = 2 << 20;
    private const uint Segment = 0x18538067;
    private const uint Cluster = 0x1F43B675;

    private readonly EbmlBuffer _blocks = new();
    private readonly EbmlBuffer _head = new();
    private long _clusterAt;

    public async Task Begin(long durationNs, CancellationToken ct)
    {
        _head.Master(0x1A45DFA3, e => e
            .UInt(0x4286, 1).UInt(0x42F7, 1).UInt(0x42F2, 4).UInt(0x42F3, 8)
            .Text(0x4282, "matroska").UInt(0x4287, 4).UInt(0x4285, 2));
        _head.Id(Segment);
        _head.UnknownSize();
        _head.Master(0x1549A966, e => e
            .UInt(0x2AD7B1, ScaleNs).Float(0x4489, (double)durationNs / ScaleNs)
            .Text(0x4D80, "RecordsManager").Text(0x5741, "RecordsManager"));
        _head.Master(0x1654AE6B, tracks => tracks.Master(0xAE, Entry));
        await Send(_head, ct);
    }

    /// <summary>Frames must come in order of time.</summary>
    public async ValueTask Write(long atNs, ReadOnlyMemory<byte> data, bool isKey, CancellationToken ct)
    {
        var at = (atNs + (ScaleNs / 2)) / ScaleNs;
        var startsCluster = isKey && track is MatroskaTrack.Video;
        if (_blocks.Length > 0 && (startsCluster || at - _clusterAt > LongestCluster || _blocks.Length + data.Length > LargestCluster))
        {
            await FlushCluster(ct);
        }

        if (_blocks.Length == 0)
        {
            _clusterAt = at;
        }

        AppendSimpleBlock((short)(at - _clusterAt), data.Span, isKey);
    }

    public async Task End(CancellationToken ct)
    {
        if (_blocks.Length > 0)
        {
            await FlushCluster(ct);
        }

        await output.FlushAsync(ct);
    }

    // §10.2: track number, time within the cluster, flags
    private void AppendSimpleBlock(short at, ReadOnlySpan<byte> data, bool isKey)
    {
        Span<byte> head = [0x81, 0, 0, (byte)(isKey ? 0x80 : 0)];
        BinaryPrimitives.WriteInt16BigEndian(head[1..], at);
        _blocks.Id(0xA3);
        _blocks.Size(head.Length + data.Length);
        _blocks.Raw(head);
        _blocks.Raw(data);
    }

    private async Task FlushCluster(CancellationToken ct)
    {
        var time = new EbmlBuffer().UInt(0xE7, (ulong)_clusterAt);
        _head.Id(Cluster);
        _head.Size(time.Length + _blocks.Length);
        _head.Raw(time.Written.Span);
        await Send(_head, ct);
        await Send(_blocks, ct);
    }

    private async Task Send(EbmlBuffer buffer, CancellationToken ct)
    {
        await output.WriteAsync(buffer.Written, ct);
        buffer.Clear();
    }

    private void Entry(EbmlBuffer entry)
    {
        entry.UInt(0xD7, 1).UInt(0x73C5, 1).UInt(0x9C, 0).Text(0x86, track.CodecId);
        if (track.CodecPrivate is { } configuration)
        {
            entry.Binary(0x63A2, configuration);
        }

        if (track is MatroskaTrack.Audio audio)
        {
            entry.UInt(0x83, 2).UInt(0x56AA, audio.CodecDelayNs).UInt(0x56BB, audio.SeekPreRollNs);
            entry.Master(0xE1, e => e.Float(0xB5, audio.SampleRate).UInt(0x9F, (ulong)audio.Channels));
        }
        else if (track is MatroskaTrack.Video video)
        {
            entry.UInt(0x83, 1);
            entry.Master(0xE0, e => e.UInt(0xB0, (ulong)video.Width).UInt(0xBA, (ulong)video.Height));
        }
    }
}
