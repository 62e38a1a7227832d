using System.Buffers;
using System.Buffers.Binary;
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

    /// <param name="id">With the bit that marks its length.</param>
    public static void Write(IBufferWriter<byte> output, uint id, ReadOnlySpan<byte> payload)
    {
        var length = 1;
        while ((ulong)payload.Length >= (1UL << (7 * length)) - 1) // all ones mean an unknown length
        {
            length++;
        }

        WriteBytes(output, id);
        WriteBytes(output, 1UL << (7 * length) | (uint)payload.Length);
        output.Write(payload);
    }

    public static void Write(IBufferWriter<byte> output, uint id, ulong number)
    {
        WriteBytes(output, id);
        var bytes = BytesOf(number);
        WriteBytes(output, 0x80 | (uint)bytes);
        WriteBytes(output, number);
    }

    private static int BytesOf(ulong number) => Math.Max(1, (64 - BitOperations.LeadingZeroCount(number) + 7) / 8);

    private static void WriteBytes(IBufferWriter<byte> output, ulong number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        output.Write(bytes[^BytesOf(number)..]);
    }
}
