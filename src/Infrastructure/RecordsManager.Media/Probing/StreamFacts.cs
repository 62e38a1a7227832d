using RecordsManager.Domain.Recordings;

namespace RecordsManager.Media.Probing;

/// <summary>What the packets of one stream tell, collected while they are listed; no list of packets is kept.</summary>
internal sealed class StreamFacts(int index)
{
    private const long LongestSilence = 1_000_000_000;
    private const long LongestGuess = 200_000_000;
    private readonly List<Stretch> _gaps = [];
    private long _last;
    private int _largest;

    public int Index { get; } = index;

    public string? Type { get; set; }

    public string? Codec { get; set; }

    public int? Width { get; set; }

    public int? Height { get; set; }

    public long? First { get; private set; }

    public long End { get; private set; }

    public long? FirstKey { get; private set; }

    /// <summary>When its largest key frame, in bytes, is shown.</summary>
    public long? LargestKey { get; private set; }

    /// <summary>In the stream's own time.</summary>
    public IReadOnlyList<Stretch> Gaps => _gaps;

    /// <summary>Packets come in decode order, so that timestamps of B-frames may step back a little.</summary>
    public void Add(long timestamp, long? duration, bool isKey, int bytes)
    {
        FirstKey ??= isKey ? timestamp : null;
        if (isKey && bytes > _largest)
        {
            (_largest, LargestKey) = (bytes, timestamp);
        }

        if (First is null)
        {
            First = _last = End = timestamp;
        }
        else if (timestamp - End > LongestSilence)
        {
            _gaps.Add(new Stretch(End, timestamp));
        }

        First = Math.Min(First.Value, timestamp);
        // recorders rarely write durations of pictures: the step before it is the best guess
        var lasts = duration ?? Math.Clamp(timestamp - _last, 0, LongestGuess);
        _last = Math.Max(_last, timestamp);
        End = Math.Max(End, timestamp + lasts);
    }
}
