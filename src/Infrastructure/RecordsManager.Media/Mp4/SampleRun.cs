using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <param name="Duration">In units of the time scale.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsKey">It decodes alone.</param>
/// <param name="Shown">How much after its decoding it is shown; with B-frames also before.</param>
internal readonly record struct Sample(uint Duration, uint Size, bool IsKey, int Shown);

/// <summary>A <c>trun</c>: samples that lie one behind the other.</summary>
internal readonly ref struct SampleRun
{
    private const uint HasDuration = 0x100;
    private const uint HasSize = 0x200;
    private const uint HasFlags = 0x400;
    private const uint HasShown = 0x800;
    private const uint IsNoKey = 0x10000;

    private readonly ReadOnlySpan<byte> _moof;
    private readonly SampleDefaults _defaults;
    private readonly uint _flags;
    private readonly uint? _firstFlags;
    private readonly int _at;
    private readonly int _stride;

    /// <param name="defaults">Those of the fragment.</param>
    public SampleRun(ReadOnlySpan<byte> moof, Box run, SampleDefaults defaults)
    {
        _moof = moof;
        _defaults = defaults;
        _flags = BinaryPrimitives.ReadUInt32BigEndian(moof[run.Payload..]) & 0xffffff;
        Count = BinaryPrimitives.ReadInt32BigEndian(moof[(run.Payload + 4)..]);
        _at = run.Payload + 8;
        if ((_flags & 0x1) != 0)
        {
            DataOffset = BinaryPrimitives.ReadInt32BigEndian(moof[_at..]);
            _at += 4;
        }

        if ((_flags & 0x4) != 0)
        {
            _firstFlags = BinaryPrimitives.ReadUInt32BigEndian(moof[_at..]);
            _at += 4;
        }

        _stride = 4 * System.Numerics.BitOperations.PopCount(_flags & (HasDuration | HasSize | HasFlags | HasShown));
        if (Count < 0 || (long)Count * _stride > run.End - _at)
        {
            throw new InvalidDataException("A run has more samples than it has room for.");
        }
    }

    public int Count { get; }

    /// <summary>Where the first sample begins, from the <c>moof</c>'s start; null: behind the run before.</summary>
    public int? DataOffset { get; }

    public Sample this[int index]
    {
        get
        {
            var at = _at + (index * _stride);
            var duration = Field(HasDuration, _defaults.Duration, ref at);
            var size = Field(HasSize, _defaults.Size, ref at);
            var flags = Field(HasFlags, index == 0 && _firstFlags is { } first ? first : _defaults.Flags, ref at);
            return new Sample(duration, size, (flags & IsNoKey) == 0, (int)Field(HasShown, 0, ref at));
        }
    }

    private uint Field(uint flag, uint otherwise, ref int at)
    {
        if ((_flags & flag) == 0)
        {
            return otherwise;
        }

        at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_moof[(at - 4)..]);
    }
}
