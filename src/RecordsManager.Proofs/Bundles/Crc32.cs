namespace RecordsManager.Proofs.Bundles;

/// <summary>The check value of ZIP (APPNOTE 4.4.7; ISO 3309). Not a protection: the manifest's SHA-256 is.</summary>
internal struct Crc32
{
    private const int Slices = 8;

    private static readonly uint[] Table = MakeTable();

    private uint _state = uint.MaxValue;

    public Crc32()
    {
    }

    public readonly uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var crc = _state;
        while (bytes.Length >= Slices)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var next = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(7 * 256) + (byte)crc] ^ table[(6 * 256) + (byte)(crc >> 8)] ^ table[(5 * 256) + (byte)(crc >> 16)] ^ table[(4 * 256) + (int)(crc >> 24)]
                ^ table[(3 * 256) + (byte)next] ^ table[(2 * 256) + (byte)(next >> 8)] ^ table[256 + (byte)(next >> 16)] ^ table[(int)(next >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (var one in bytes)
        {
            crc = table[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }

            table[value] = crc;
        }

        for (var i = 256; i < table.Length; i++)
        {
            table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        }

        return table;
    }
}
