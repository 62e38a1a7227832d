namespace RecordsManager.Ingest.Rtp;

/// <summary>Most significant bit first; past the end it reads zeros and says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly bool Overrun => _position > _bytes.Length * 8;

    public int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, _position++)
        {
            var bit = _position >> 3 < _bytes.Length ? (_bytes[_position >> 3] >> (7 - (_position & 7))) & 1 : 0;
            value = (value << 1) | bit;
        }

        return value;
    }

    public bool Flag() => Bits(1) == 1;

    /// <summary>ue(v) of H.264 §9.1.</summary>
    public uint ExpGolomb()
    {
        var zeros = 0;
        while (!Overrun && zeros < 32 && !Flag())
        {
            zeros++;
        }

        return zeros >= 31 ? 0 : (uint)((1 << zeros) - 1 + Bits(zeros));
    }

    /// <summary>se(v) of H.264 §9.1.1.</summary>
    public int SignedExpGolomb()
    {
        var code = ExpGolomb();
        return (code & 1) == 1 ? (int)((code + 1) / 2) : -(int)(code / 2);
    }
}
