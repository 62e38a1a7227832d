namespace RecordsManager.TestSupport;

/// <summary>
/// The fixtures' pictures carry the time at which they were drawn in their lowest 20 rows: 32 cells, white = 1: 1,0, then
/// 24 bits of milliseconds, 4 bits of checksum (sum of the nibbles modulo 16), then 0,1.
/// </summary>
public static class Barcode
{
    private const int Cells = 32;
    private const double Rows = 20;

    /// <param name="luma">A whole picture, one byte per pixel.</param>
    /// <param name="x">Where the source's picture lies in it.</param>
    /// <returns>Milliseconds, or null where it cannot be read.</returns>
    public static int? Read(ReadOnlySpan<byte> luma, int stride, double x, double y, double width, double height, int sourceHeight)
    {
        var row = (int)(y + (height * (1 - (Rows / 2 / sourceHeight))));
        uint bits = 0;
        for (var cell = 0; cell < Cells; cell++)
        {
            var column = (int)(x + ((cell + 0.5) * width / Cells));
            bits = bits << 1 | (luma[(row * stride) + column] > 128 ? 1u : 0);
        }

        var time = bits >> 6 & 0xffffff;
        var sum = 0u;
        for (var nibbles = time; nibbles > 0; nibbles >>= 4)
        {
            sum += nibbles & 15;
        }

        return bits >> 30 == 0b10 && (bits & 3) == 0b01 && (bits >> 2 & 15) == (sum & 15) ? (int)time : null;
    }
}
