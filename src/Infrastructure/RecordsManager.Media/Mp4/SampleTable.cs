using RecordsManager.Domain.Recordings;

namespace RecordsManager.Media.Mp4;

/// <summary>Samples of one track that lie one behind the other, in the source and in the file.</summary>
/// <param name="Ticks">Decode time of the first.</param>
/// <param name="Offset">Bytes from the source's start.</param>
internal sealed record Chunk(SampleTable Track, long Ticks, MediaObjectId Source, long Offset)
{
    public int Length { get; set; }

    public int Samples { get; set; }

    /// <summary>Bytes from the start of the file's media; known when the chunks of all tracks are in order.</summary>
    public long At { get; set; }
}

/// <summary>One track of a file: all its samples, with four bytes for the size of each and the rest as runs of equals.</summary>
internal sealed class SampleTable(MovieInit init, byte[] descriptions)
{
    private uint _lastDuration;
    private long _last;

    public MovieInit Init => init;

    /// <summary>The <c>stsd</c> box.</summary>
    public byte[] Descriptions => descriptions;

    public List<uint> Sizes { get; } = [];

    public Runs Durations { get; } = new();

    /// <summary>How much after its decoding each is shown; as unsigned numbers what is negative.</summary>
    public Runs Shown { get; } = new();

    /// <summary>Numbers of those that decode alone, from 1.</summary>
    public List<uint> Keys { get; } = [];

    public List<Chunk> Chunks { get; } = [];

    /// <summary>Of the first sample.</summary>
    public long FirstTicks { get; private set; }

    /// <summary>From the first sample's decoding to the last one's end.</summary>
    public long Ticks => _last + _lastDuration - FirstTicks;

    /// <param name="ticks">Decode time. What is missing before it is time that the sample before stands.</param>
    /// <exception cref="InvalidDataException">It is not after the one before.</exception>
    public void Add(long ticks, Sample sample)
    {
        if (Sizes.Count == 0)
        {
            FirstTicks = ticks;
        }
        else
        {
            var stood = ticks - _last;
            Durations.Add(stood is > 0 and <= uint.MaxValue ? (uint)stood : throw new InvalidDataException("A sample is not after the one before it."));
        }

        (_last, _lastDuration) = (ticks, sample.Duration);
        Sizes.Add(sample.Size);
        Shown.Add((uint)sample.Shown);
        if (sample.IsKey)
        {
            Keys.Add((uint)Sizes.Count);
        }
    }

    /// <summary>After the last sample.</summary>
    public void End() => Durations.Add(_lastDuration);

    /// <summary>Equal values as one run, as <c>stts</c> and <c>ctts</c> hold them.</summary>
    internal sealed class Runs
    {
        private readonly List<(uint Count, uint Value)> _runs = [];

        public IReadOnlyList<(uint Count, uint Value)> All => _runs;

        public bool Has(Func<int, bool> value) => _runs.Exists(r => value((int)r.Value));

        public void Add(uint value)
        {
            if (_runs.Count > 0 && _runs[^1].Value == value)
            {
                _runs[^1] = (_runs[^1].Count + 1, value);
            }
            else
            {
                _runs.Add((1, value));
            }
        }
    }
}
