using System.Buffers.Binary;

namespace RecordsManager.Ingest.Rtp;

/// <summary>Opus (RFC 7587): one packet is one frame. With RED (RFC 2198) only the primary block is taken; the others repeat earlier packets.</summary>
internal sealed class OpusAssembler(int? redPayloadType) : IFrameAssembler
{
    public long Incomplete => 0;

    public long Malformed { get; private set; }

    public void Push(RtpPacket packet, Queue<MediaFrame> done)
    {
        if (packet.Payload.IsEmpty)
        {
            return;
        }

        var payload = packet.PayloadType == redPayloadType ? Primary(packet.Payload) : packet.Payload;
        if (OpusPacket.Samples(payload.Span) == 0)
        {
            Malformed++;
            return;
        }

        done.Enqueue(new MediaFrame(packet.Timestamp, payload, IsKey: true));
    }

    public void End()
    {
    }

    // RFC 2198 §3: 4-byte headers with F = 1, their 10-bit lengths, then a 1-byte header of the primary block
    private static ReadOnlyMemory<byte> Primary(ReadOnlyMemory<byte> red)
    {
        var span = red.Span;
        var position = 0;
        var redundant = 0;
        while (position + 4 <= span.Length && (span[position] & 0x80) != 0)
        {
            redundant += BinaryPrimitives.ReadUInt16BigEndian(span[(position + 2)..]) & 0x3FF;
            position += 4;
        }

        var start = position + 1 + redundant;
        return start < red.Length ? red[start..] : default;
    }
}
