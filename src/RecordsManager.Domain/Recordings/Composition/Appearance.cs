namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>A track that is seen in a scene, and the stretch its pictures may come from.</summary>
internal sealed record Sighting(VisibleTrack Track, Stretch Within);

/// <summary>A track's stretches on the grid of frames, touching ones joined, empty ones left out.</summary>
internal sealed class Appearance
{
    private readonly VisibleTrack _track;
    private readonly List<(int From, int To, Stretch Stretch)> _spans;

    private Appearance(VisibleTrack track, List<(int From, int To, Stretch Stretch)> spans)
    {
        _track = track;
        _spans = spans;
    }

    public IEnumerable<int> Changes => _spans.SelectMany(span => (int[])[span.From, span.To]);

    public static Appearance Of(VisibleTrack track, int totalFrames)
    {
        var spans = Joined(track.Visible)
            .Select(stretch => (
                From: Math.Clamp(CompositionPlanner.Frame(stretch.FromNs), 0, totalFrames),
                To: Math.Clamp(CompositionPlanner.Frame(stretch.ToNs), 0, totalFrames),
                Stretch: stretch))
            .Where(span => span.From < span.To);
        return new Appearance(track, [.. spans]);
    }

    /// <summary>
    /// Short changes are merged into a neighbour, so a track may be visible in a part of a scene only: most of it decides.
    /// What is shown comes from one stretch alone, so that merging never shows a picture from outside of it.
    /// </summary>
    public Sighting? In(int from, int to)
    {
        var overlaps = _spans.Select(span => (Frames: Math.Min(span.To, to) - Math.Max(span.From, from), span.Stretch))
            .Where(overlap => overlap.Frames > 0).ToList();
        return overlaps.Sum(overlap => overlap.Frames) * 2 > to - from
            ? new Sighting(_track, overlaps.MaxBy(overlap => overlap.Frames).Stretch)
            : null;
    }

    private static List<Stretch> Joined(IReadOnlyList<Stretch> stretches)
    {
        List<Stretch> joined = [];
        foreach (var stretch in stretches.Where(stretch => stretch.LengthNs > 0).OrderBy(stretch => stretch.FromNs))
        {
            if (joined.Count > 0 && stretch.FromNs <= joined[^1].ToNs)
            {
                joined[^1] = joined[^1] with { ToNs = Math.Max(joined[^1].ToNs, stretch.ToNs) };
            }
            else
            {
                joined.Add(stretch);
            }
        }

        return joined;
    }
}
