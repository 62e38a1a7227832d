namespace RecordsManager.Ingest.Rtp;

/// <summary>The picture size in a sequence parameter set (H.264 §7.3.2.1.1).</summary>
internal static class H264Sps
{
    public static bool TrySize(ReadOnlySpan<byte> sps, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (sps.Length is < 4 or > 4096)
        {
            return false;
        }

        var bits = new BitReader(WithoutEmulationPrevention(sps[1..]));
        var profile = bits.Bits(8);
        bits.Bits(16);
        bits.ExpGolomb();
        var chroma = profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135
            ? HighProfile(ref bits)
            : 1;
        bits.ExpGolomb();
        SkipPictureOrder(ref bits);
        bits.ExpGolomb();
        bits.Bits(1);
        var widthInBlocks = bits.ExpGolomb() + 1;
        var heightInMaps = bits.ExpGolomb() + 1;
        var framesOnly = bits.Flag() ? 1 : 0;
        bits.Bits(framesOnly == 1 ? 1 : 2);
        var (cropX, cropY) = Cropping(ref bits);
        var unitX = chroma is 1 or 2 ? 2 : 1;
        var unitY = (chroma == 1 ? 2 : 1) * (2 - framesOnly);
        var w = (16L * widthInBlocks) - (unitX * cropX);
        var h = (16L * heightInMaps * (2 - framesOnly)) - (unitY * cropY);
        (width, height) = ((int)Math.Clamp(w, 0, 65535), (int)Math.Clamp(h, 0, 65535));
        return !bits.Overrun && width > 0 && height > 0;
    }

    private static (long X, long Y) Cropping(ref BitReader bits)
    {
        if (!bits.Flag())
        {
            return (0, 0);
        }

        var x = (long)bits.ExpGolomb() + bits.ExpGolomb();
        var y = (long)bits.ExpGolomb() + bits.ExpGolomb();
        return (x, y);
    }

    private static int HighProfile(ref BitReader bits)
    {
        var chroma = (int)bits.ExpGolomb();
        if (chroma == 3)
        {
            bits.Bits(1);
        }

        bits.ExpGolomb();
        bits.ExpGolomb();
        bits.Bits(1);
        if (bits.Flag())
        {
            for (var list = 0; list < (chroma == 3 ? 12 : 8); list++)
            {
                if (bits.Flag())
                {
                    SkipScalingList(ref bits, list < 6 ? 16 : 64);
                }
            }
        }

        return chroma;
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        int last = 8, next = 8;
        for (var i = 0; i < size; i++)
        {
            if (next != 0)
            {
                next = (last + bits.SignedExpGolomb() + 256) % 256;
            }

            last = next == 0 ? last : next;
        }
    }

    private static void SkipPictureOrder(ref BitReader bits)
    {
        var type = bits.ExpGolomb();
        if (type == 0)
        {
            bits.ExpGolomb();
        }
        else if (type == 1)
        {
            bits.Bits(1);
            bits.SignedExpGolomb();
            bits.SignedExpGolomb();
            var cycle = Math.Min(bits.ExpGolomb(), 255);
            for (var i = 0; i < cycle; i++)
            {
                bits.SignedExpGolomb();
            }
        }
    }

    // §7.4.1: 00 00 03 stands for 00 00
    private static byte[] WithoutEmulationPrevention(ReadOnlySpan<byte> unit)
    {
        var plain = new List<byte>(unit.Length);
        var zeros = 0;
        foreach (var b in unit)
        {
            if (zeros >= 2 && b == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = b == 0 ? zeros + 1 : 0;
            plain.Add(b);
        }

        return [.. plain];
    }
}
