using System.Numerics;

namespace RecordsManager.Media.WebM;

/// <summary>Numbers of variable length (RFC 8794, section 4).</summary>
internal static class Ebml
{
    /// <returns>Bytes, from the first one's leading zeros.</returns>
    public static int LengthOf(byte first, int most)
    {
        var length = BitOperations.LeadingZeroCount((uint)first) - 24 + 1;
        return length <= most ? length : throw new InvalidDataException("No number of variable length.");
    }

    /// <param name="marked">An id keeps the bit that marks its length; a length does not.</param>
    public static ulong Number(ReadOnlySpan<byte> bytes, bool marked)
    {
        ulong number = marked ? bytes[0] : (ulong)(bytes[0] & ((1 << (8 - bytes.Length)) - 1));
        foreach (var b in bytes[1..])
        {
            number = number << 8 | b;
        }

        return number;
    }
}
