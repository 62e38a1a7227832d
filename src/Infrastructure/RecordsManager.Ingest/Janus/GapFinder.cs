using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Janus;

/// <summary>Stretches without media, in nanoseconds since the track's first frame.</summary>
internal sealed class GapFinder(long thresholdNs)
{
    /// <summary>A damaged or hostile file must not fill the memory with them; the rest of them is then not listed.</summary>
    private const int Most = 20_000;

    private readonly List<Stretch> _gaps = [];
    private long _end;

    public IReadOnlyList<Stretch> Gaps => _gaps;

    public void Covered(long fromNs, long toNs)
    {
        if (fromNs - _end > thresholdNs && _gaps.Count < Most)
        {
            _gaps.Add(new Stretch(_end, fromNs));
        }

        _end = Math.Max(_end, toNs);
    }
}
