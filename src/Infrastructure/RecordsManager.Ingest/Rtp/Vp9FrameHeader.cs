namespace RecordsManager.Ingest.Rtp;

/// <summary>The uncompressed header of a VP9 key frame (VP9 bitstream specification §6.2).</summary>
internal static class Vp9FrameHeader
{
    private const int SyncCode = 0x498342;
    private const int Rgb = 7;

    public static bool TryKeyFrameSize(ReadOnlySpan<byte> frame, out int width, out int height)
    {
        (width, height) = (0, 0);
        var bits = new BitReader(frame);
        if (bits.Bits(2) != 2)
        {
            return false;
        }

        var profile = bits.Bits(1) | (bits.Bits(1) << 1);
        if (profile == 3)
        {
            bits.Bits(1);
        }

        var showsExisting = bits.Flag();
        var isInter = bits.Flag();
        if (showsExisting || isInter)
        {
            return false;
        }

        bits.Bits(2);
        if (bits.Bits(24) != SyncCode)
        {
            return false;
        }

        SkipColour(ref bits, profile);
        width = bits.Bits(16) + 1;
        height = bits.Bits(16) + 1;
        return !bits.Overrun;
    }

    private static void SkipColour(ref BitReader bits, int profile)
    {
        if (profile >= 2)
        {
            bits.Bits(1);
        }

        var hasSubsampling = (profile & 1) == 1;
        if (bits.Bits(3) == Rgb)
        {
            bits.Bits(hasSubsampling ? 1 : 0);
        }
        else
        {
            bits.Bits(hasSubsampling ? 4 : 1);
        }
    }
}
