using System.Buffers;
using System.Buffers.Binary;

namespace RecordsManager.Media.WebM;

/// <summary>A picture in a cluster's payload.</summary>
/// <param name="IsKey">It decodes alone.</param>
/// <param name="AtMs">From the beginning of the track.</param>
/// <param name="Bytes">Of the picture alone, without what stands before it in its block.</param>
internal readonly record struct Picture(bool IsKey, long AtMs, Range Bytes);

/// <summary>
/// A cluster with one track (RFC 9559, sections 5.1.3 and 10): its time in ms, and blocks that count from it. Written anew, each picture
/// says how long it stands. Without that a browser takes the usual distance of two pictures for it, holds one that is missing for a leap
/// of the decoder's time, and throws all pictures away until the next key frame (Media Source Extensions, section 3.5.8: more than twice
/// the last picture's duration). A camera in a call leaves one out every few seconds.
/// </summary>
internal sealed class Cluster
{
    public const uint Id = 0x1F43B675;
    private const int Track = 1;
    private const byte Timestamp = 0xE7;
    private const byte SimpleBlock = 0xA3;
    private const byte BlockGroup = 0xA0;
    private const byte Block = 0xA1;
    private const byte BlockDuration = 0x9B;
    private const byte ReferenceBlock = 0xFB;
    private const byte Laced = 0x06;
    private readonly byte[] _payload;
    private readonly List<Picture> _pictures = [];
    private readonly long _atMs;

    public Cluster(byte[] payload)
    {
        _payload = payload;
        foreach (var (id, from, to) in new Elements(payload))
        {
            switch (id)
            {
                case Timestamp:
                    _atMs = (long)Ebml.Number(payload.AsSpan(from, to - from), marked: true);
                    break;
                case SimpleBlock:
                    Add(from, to, isKey: (payload[from + 3] & 0x80) != 0);
                    break;
                case BlockGroup:
                    AddGroup(from, to);
                    break;
            }
        }

        if (_pictures.Count == 0)
        {
            throw new InvalidDataException("A cluster without pictures.");
        }
    }

    public Picture First => _pictures[0];

    public Picture Last => _pictures[^1];

    /// <param name="beforeMs">When the picture before its first one stands there.</param>
    /// <param name="untilMs">When the picture after its last one does.</param>
    public byte[] Write(long beforeMs, long untilMs)
    {
        var body = new ArrayBufferWriter<byte>(_payload.Length + (32 * _pictures.Count));
        Ebml.Write(body, Timestamp, (ulong)_atMs);
        for (var i = 0; i < _pictures.Count; i++)
        {
            var until = i + 1 < _pictures.Count ? _pictures[i + 1].AtMs : untilMs;
            Ebml.Write(body, BlockGroup, Group(_pictures[i], i > 0 ? _pictures[i - 1].AtMs : beforeMs, Math.Max(1, until - _pictures[i].AtMs)));
        }

        var whole = new ArrayBufferWriter<byte>(body.WrittenCount + 12);
        Ebml.Write(whole, Id, body.WrittenSpan);
        return whole.WrittenSpan.ToArray();
    }

    private ReadOnlySpan<byte> Group(Picture picture, long beforeMs, long durationMs)
    {
        var bytes = _payload.AsSpan(picture.Bytes);
        var block = new byte[4 + bytes.Length];
        block[0] = 0x80 | Track;
        BinaryPrimitives.WriteInt16BigEndian(block.AsSpan(1), checked((short)(picture.AtMs - _atMs)));
        bytes.CopyTo(block.AsSpan(4));
        var group = new ArrayBufferWriter<byte>(block.Length + 24);
        Ebml.Write(group, Block, block);
        Ebml.Write(group, BlockDuration, (ulong)durationMs);
        if (!picture.IsKey)
        {
            Span<byte> distance = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(distance, beforeMs - picture.AtMs);
            Ebml.Write(group, ReferenceBlock, distance);
        }

        return group.WrittenSpan;
    }

    private void AddGroup(int from, int to)
    {
        var (block, isKey) = ((From: -1, To: -1), true);
        foreach (var (id, start, end) in new Elements(_payload.AsSpan(from, to - from)))
        {
            block = id == Block ? (from + start, from + end) : block;
            isKey &= id != ReferenceBlock;
        }

        if (block.From >= 0)
        {
            Add(block.From, block.To, isKey);
        }
    }

    private void Add(int from, int to, bool isKey)
    {
        if (to - from < 4 || _payload[from] != (0x80 | Track) || (_payload[from + 3] & Laced) != 0)
        {
            throw new InvalidDataException("A block that ffmpeg does not write for one track of pictures.");
        }

        _pictures.Add(new Picture(isKey, _atMs + BinaryPrimitives.ReadInt16BigEndian(_payload.AsSpan(from + 1)), (from + 4)..to));
    }
}
