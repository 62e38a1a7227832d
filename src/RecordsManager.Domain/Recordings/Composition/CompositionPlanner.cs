namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>Divides a recording's timeline into scenes: what is seen, where, from which frame on.</summary>
public static class CompositionPlanner
{
    public const int ShortestSceneFrames = 15;

    /// <summary>A lost worker loses a minute, an erasure re-makes little.</summary>
    public const int LongestSceneFrames = 60 * Canvas.FramesPerSecond;

    /// <summary>The encoder's closed group: scenes cut at its multiples make no short segments.</summary>
    private const int GroupFrames = 60;

    /// <param name="tracks">In the order in which people are to stand in the picture.</param>
    public static IReadOnlyList<Scene> Plan(IReadOnlyList<VisibleTrack> tracks, long durationNs)
    {
        var total = Frame(durationNs);
        var appearances = tracks.Select(track => Appearance.Of(track, total)).ToList();
        var cuts = Cuts(appearances, total);
        return [.. cuts.Zip(cuts.Skip(1)).SelectMany(pair => Scenes(appearances, pair.First, pair.Second))];
    }

    internal static int Frame(long ns) =>
        (int)Math.Round((decimal)ns * Canvas.FramesPerSecond / 1_000_000_000, MidpointRounding.AwayFromZero);

    /// <summary>Where the set of visible tracks changes; the first and the last frame included.</summary>
    private static List<int> Cuts(List<Appearance> appearances, int total)
    {
        List<int> cuts = [0];
        foreach (var change in appearances.SelectMany(appearance => appearance.Changes).Where(frame => frame < total).Order())
        {
            if (change - cuts[^1] >= ShortestSceneFrames)
            {
                cuts.Add(change);
            }
        }

        if (cuts.Count > 1 && total - cuts[^1] < ShortestSceneFrames)
        {
            cuts.RemoveAt(cuts.Count - 1);
        }

        if (total > 0)
        {
            cuts.Add(total);
        }

        return cuts;
    }

    private static IEnumerable<Scene> Scenes(List<Appearance> appearances, int from, int to)
    {
        var visible = appearances.Select(appearance => appearance.In(from, to)).OfType<Sighting>().ToList();
        var tiles = TileLayout.Arrange(visible);
        while (to - from > LongestSceneFrames)
        {
            // the rest must not be a scene of a few frames
            var length = to - from - LongestSceneFrames < GroupFrames ? LongestSceneFrames - GroupFrames : LongestSceneFrames;
            yield return new Scene(from, length, tiles);
            from += length;
        }

        yield return new Scene(from, to - from, tiles);
    }
}
