namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>Stretches on the grid of frames, touching ones joined, empty ones left out.</summary>
internal sealed class Appearance
{
    private readonly List<(int From, int To, Stretch Stretch)> _spans;

    private Appearance(List<(int From, int To, Stretch Stretch)> spans) => _spans = spans;

    public IEnumerable<int> Changes => _spans.SelectMany(span => (int[])[span.From, span.To]);

    public static Appearance Of(IEnumerable<Stretch> stretches, int totalFrames) => new(
    [
        .. Stretch.Union(stretches)
            .Select(stretch => (
                From: Math.Clamp(CompositionPlanner.Frame(stretch.FromNs), 0, totalFrames),
                To: Math.Clamp(CompositionPlanner.Frame(stretch.ToNs), 0, totalFrames),
                Stretch: stretch))
            .Where(span => span.From < span.To),
    ]);

    /// <summary>
    /// Short changes are merged into a neighbour, so something may be there in a part of a scene only: most of it decides.
    /// What is shown comes from one stretch alone, so that merging never shows a picture from outside of it.
    /// </summary>
    public Stretch? In(int from, int to)
    {
        var overlaps = _spans.Select(span => (Frames: Math.Min(span.To, to) - Math.Max(span.From, from), span.Stretch))
            .Where(overlap => overlap.Frames > 0).ToList();
        return overlaps.Sum(overlap => overlap.Frames) * 2 > to - from
            ? overlaps.MaxBy(overlap => overlap.Frames).Stretch
            : null;
    }
}
