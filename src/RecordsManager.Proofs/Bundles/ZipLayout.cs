using System.Buffers.Binary;
using System.Text;

namespace RecordsManager.Proofs.Bundles;

/// <summary>One file of a bundle as the container describes it.</summary>
/// <param name="Offset">Of its local header, bytes from the start.</param>
internal sealed record ZipMember(string Name, long Size, uint Crc, long Offset);

/// <summary>
/// The one way in which a bundle's container may be written: ZIP (PKWARE APPNOTE 6.3), every file stored, one fixed time, no
/// comments, ZIP64 fields exactly where a number does not fit. A reader that writes the same headers again and compares finds
/// every changed bit, also those that other programs ignore.
/// </summary>
internal static class ZipLayout
{
    public const int EndLength = 22;
    public const int Zip64EndLength = 56 + 20;
    public const uint EndSignature = 0x06054B50;
    public const uint Zip64EndSignature = 0x06064B50;
    public const uint CentralSignature = 0x02014B50;
    public const int CentralFixedLength = 46;

    private const uint LocalSignature = 0x04034B50;
    private const uint LocatorSignature = 0x07064B50;
    private const ushort Plain = 20;
    private const ushort Zip64 = 45;
    private const ushort MadeOnUnix = 3 << 8;
    private const uint RegularFile = 0x81A40000; // -rw-r--r--
    private const ushort FirstOfJanuary1980 = 0x0021;

    public static byte[] LocalHeader(ZipMember member)
    {
        var large = member.Size >= uint.MaxValue;
        var bytes = new Bytes();
        bytes.U32(LocalSignature).U16(large ? Zip64 : Plain).U16(0).U16(0).U16(0).U16(FirstOfJanuary1980).U32(member.Crc)
            .U32(Fit(member.Size)).U32(Fit(member.Size)).U16((ushort)member.Name.Length).U16((ushort)(large ? 20 : 0)).Text(member.Name);
        return large ? bytes.U16(1).U16(16).U64(member.Size).U64(member.Size).Done() : bytes.Done();
    }

    public static byte[] CentralHeader(ZipMember member)
    {
        List<long> wide = [];
        if (member.Size >= uint.MaxValue)
        {
            wide.AddRange([member.Size, member.Size]);
        }

        if (member.Offset >= uint.MaxValue)
        {
            wide.Add(member.Offset);
        }

        var version = wide.Count > 0 ? Zip64 : Plain;
        var bytes = new Bytes();
        bytes.U32(CentralSignature).U16((ushort)(MadeOnUnix | version)).U16(version).U16(0).U16(0).U16(0).U16(FirstOfJanuary1980).U32(member.Crc)
            .U32(Fit(member.Size)).U32(Fit(member.Size)).U16((ushort)member.Name.Length).U16((ushort)(wide.Count > 0 ? 4 + (8 * wide.Count) : 0))
            .U16(0).U16(0).U16(0).U32(RegularFile).U32(Fit(member.Offset)).Text(member.Name);
        if (wide.Count > 0)
        {
            bytes.U16(1).U16((ushort)(8 * wide.Count));
            wide.ForEach(number => bytes.U64(number));
        }

        return bytes.Done();
    }

    public static byte[] End(int count, long centralOffset, long centralSize)
    {
        var bytes = new Bytes();
        if (NeedsZip64End(count, centralOffset, centralSize))
        {
            bytes.U32(Zip64EndSignature).U64(44).U16(MadeOnUnix | Zip64).U16(Zip64).U32(0).U32(0).U64(count).U64(count).U64(centralSize).U64(centralOffset)
                .U32(LocatorSignature).U32(0).U64(centralOffset + centralSize).U32(1);
        }

        var few = (ushort)Math.Min(count, ushort.MaxValue);
        return bytes.U32(EndSignature).U16(0).U16(0).U16(few).U16(few).U32(Fit(centralSize)).U32(Fit(centralOffset)).U16(0).Done();
    }

    public static bool NeedsZip64End(int count, long centralOffset, long centralSize) =>
        count >= ushort.MaxValue || centralOffset >= uint.MaxValue || centralSize >= uint.MaxValue;

    private static uint Fit(long number) => (uint)Math.Min(number, uint.MaxValue);

    private sealed class Bytes
    {
        private readonly List<byte> _bytes = [];

        public Bytes U16(ushort number)
        {
            Span<byte> two = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(two, number);
            _bytes.AddRange(two);
            return this;
        }

        public Bytes U32(uint number)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, number);
            _bytes.AddRange(four);
            return this;
        }

        public Bytes U64(long number)
        {
            Span<byte> eight = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(eight, number);
            _bytes.AddRange(eight);
            return this;
        }

        public Bytes Text(string ascii)
        {
            _bytes.AddRange(Encoding.ASCII.GetBytes(ascii));
            return this;
        }

        public byte[] Done() => [.. _bytes];
    }
}
