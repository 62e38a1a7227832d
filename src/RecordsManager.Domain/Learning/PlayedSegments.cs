namespace RecordsManager.Domain.Learning;

/// <summary>What was played, in the order in which it was: the profile's <c>played-segments</c>, and its <c>progress</c>.</summary>
public static class PlayedSegments
{
    /// <summary>Shorter ones are left out: a player that is dragged about plays nothing.</summary>
    public const long ShortestMs = 100;

    /// <summary>More are not kept one by one.</summary>
    public const int Most = 300;

    public static IReadOnlyList<PlayedSegment> With(this IReadOnlyList<PlayedSegment> segments, long fromMs, long toMs) =>
        toMs - fromMs < ShortestMs ? segments : Bounded([.. segments, new PlayedSegment(fromMs, toMs)]);

    /// <summary>Length of the union: what was played twice counts once.</summary>
    public static long UnionMs(this IEnumerable<PlayedSegment> segments) => Merged(segments).Sum(s => s.ToMs - s.FromMs);

    /// <summary>The newer half stays as it was played; what came before is put together, and if that is not enough its shortest go: too little is told rather than too much.</summary>
    private static List<PlayedSegment> Bounded(List<PlayedSegment> segments)
    {
        if (segments.Count <= Most)
        {
            return segments;
        }

        const int kept = Most / 2;
        var older = Merged(segments.Take(segments.Count - kept)).OrderByDescending(s => s.ToMs - s.FromMs).Take(Most - kept).OrderBy(s => s.FromMs);
        return [.. older, .. segments.TakeLast(kept)];
    }

    private static List<PlayedSegment> Merged(IEnumerable<PlayedSegment> segments)
    {
        List<PlayedSegment> merged = [];
        foreach (var segment in segments.OrderBy(s => s.FromMs))
        {
            if (merged.Count > 0 && segment.FromMs <= merged[^1].ToMs)
            {
                merged[^1] = merged[^1] with { ToMs = Math.Max(merged[^1].ToMs, segment.ToMs) };
            }
            else
            {
                merged.Add(segment);
            }
        }

        return merged;
    }
}
