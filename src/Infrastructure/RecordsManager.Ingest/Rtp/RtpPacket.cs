using System.Buffers.Binary;

namespace RecordsManager.Ingest.Rtp;

/// <summary>An RTP packet (RFC 3550 §5.1) without its header extension and padding.</summary>
/// <param name="Sequence">As sent (16 bit) until <see cref="RtpReorder"/> unwraps it.</param>
/// <param name="Timestamp">As sent (32 bit) until <see cref="RtpClock"/> unwraps it.</param>
internal readonly record struct RtpPacket(
    long Sequence, long Timestamp, uint Ssrc, byte PayloadType, bool Marker, ReadOnlyMemory<byte> Payload)
{
    private const int FixedHeader = 12;

    /// <summary>False where the bytes are not RTP; the payload is a slice of <paramref name="bytes"/>.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        var span = bytes.Span;
        if (span.Length < FixedHeader || span[0] >> 6 != 2)
        {
            return false;
        }

        var start = FixedHeader + (4 * (span[0] & 0x0F));
        if ((span[0] & 0x10) != 0)
        {
            if (span.Length < start + 4)
            {
                return false;
            }

            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(span[(start + 2)..]));
        }

        var padding = (span[0] & 0x20) != 0 ? span[^1] : 0;
        var length = span.Length - start - padding;
        if (length < 0 || ((span[0] & 0x20) != 0 && padding == 0))
        {
            return false;
        }

        packet = new RtpPacket(
            BinaryPrimitives.ReadUInt16BigEndian(span[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(span[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(span[8..]),
            (byte)(span[1] & 0x7F),
            (span[1] & 0x80) != 0,
            bytes.Slice(start, length));
        return true;
    }
}
