using System.Buffers;

namespace RecordsManager.Ingest.Rtp;

/// <summary>VP8 in RTP (RFC 7741 §4.2).</summary>
internal sealed class Vp8Payload : IVideoPayload
{
    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    // S = 1 and partition index 0
    public bool StartsFrame(ReadOnlySpan<byte> payload) => (payload[0] & 0x17) == 0x10;

    public void Begin()
    {
    }

    public bool Append(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> frame)
    {
        var descriptor = Descriptor(payload);
        if (descriptor > payload.Length)
        {
            return false;
        }

        frame.Write(payload[descriptor..]);
        return true;
    }

    // RFC 6386 §9.1: the lowest bit of a frame is 0 for a key frame
    public bool Finish(ArrayBufferWriter<byte> frame) => TrySize(frame.WrittenSpan, out _, out _);

    /// <summary>Only a key frame tells its size (RFC 6386 §9.1).</summary>
    public static bool TrySize(ReadOnlySpan<byte> frame, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (frame.Length < 10 || (frame[0] & 1) != 0 || !frame[3..6].SequenceEqual(StartCode))
        {
            return false;
        }

        width = (frame[6] | (frame[7] << 8)) & 0x3FFF;
        height = (frame[8] | (frame[9] << 8)) & 0x3FFF;
        return width > 0 && height > 0;
    }

    private static int Descriptor(ReadOnlySpan<byte> payload)
    {
        var length = 1;
        if ((payload[0] & 0x80) == 0)
        {
            return length;
        }

        if (payload.Length < 2)
        {
            return int.MaxValue;
        }

        var extension = payload[length++];
        if ((extension & 0x80) != 0)
        {
            length += payload.Length > length && (payload[length] & 0x80) != 0 ? 2 : 1;
        }

        length += (extension & 0x40) != 0 ? 1 : 0;
        length += (extension & 0x30) != 0 ? 1 : 0;
        return length;
    }
}
