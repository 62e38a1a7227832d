using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RecordsManager.Ingest.Rtp;

/// <summary>NAL units with 4-byte lengths, and the parameter sets among them.</summary>
internal static class H264Nal
{
    public const int Idr = 5;
    public const int SequenceParameters = 7;
    public const int PictureParameters = 8;

    /// <summary>The first unit of this type; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> frame, int type)
    {
        while (frame.Length > 4)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(frame);
            if (length <= 0 || length > frame.Length - 4)
            {
                break;
            }

            if ((frame[4] & 0x1F) == type)
            {
                return frame.Slice(4, length);
            }

            frame = frame[(4 + length)..];
        }

        return [];
    }

    /// <summary>Writes the length of a unit that began at <paramref name="start"/> and reaches to the end of what is written.</summary>
    public static void PatchLength(ArrayBufferWriter<byte> frame, int start)
    {
        var written = MemoryMarshal.AsMemory(frame.WrittenMemory).Span[start..];
        BinaryPrimitives.WriteInt32BigEndian(written, written.Length - 4);
    }

    /// <summary>AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) with one set of each kind.</summary>
    public static byte[] AvcC(ReadOnlySpan<byte> sps, ReadOnlySpan<byte> pps) =>
    [
        1, sps[1], sps[2], sps[3], 0xFF, 0xE1,
        (byte)(sps.Length >> 8), (byte)sps.Length, .. sps,
        1, (byte)(pps.Length >> 8), (byte)pps.Length, .. pps,
    ];
}
