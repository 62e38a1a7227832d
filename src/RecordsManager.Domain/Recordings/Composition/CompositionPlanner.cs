namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>Divides a recording's timeline into scenes: what is seen, where, from which frame on.</summary>
public static class CompositionPlanner
{
    public const int ShortestSceneFrames = 15;

    /// <summary>A lost worker loses a minute, an erasure re-makes little.</summary>
    public const int LongestSceneFrames = 60 * Canvas.FramesPerSecond;

    /// <summary>The encoder's closed group: scenes cut at its multiples make no short segments.</summary>
    private const int GroupFrames = 60;

    /// <param name="tracks">In the order in which their people are to stand in the picture.</param>
    /// <param name="people">Who keeps a place while they have no picture, in the same order; nobody does who is not named.</param>
    public static IReadOnlyList<Scene> Plan(IReadOnlyList<VisibleTrack> tracks, IReadOnlyList<PresentPerson> people, long durationNs)
    {
        var total = Frame(durationNs);
        var order = people.Select(person => person.Participant).Concat(tracks.Select(track => track.Participant)).Distinct().Index().ToDictionary(p => p.Item, p => p.Index);
        List<(VisibleTrack? Track, ParticipantId Of, Appearance Appearance)> all =
        [
            .. tracks.Select(track => ((VisibleTrack?)track, track.Participant, Appearance.Of(track.Visible, total))),
            .. people.Select(person => ((VisibleTrack?)null, person.Participant, Appearance.Of(WithoutPicture(person, tracks), total))),
        ];
        all = [.. all.OrderBy(one => order[one.Of])];
        var cuts = Cuts(all.Select(one => one.Appearance), total);
        return [.. cuts.Zip(cuts.Skip(1)).SelectMany(pair => Scenes(all, pair.First, pair.Second))];
    }

    internal static int Frame(long ns) =>
        (int)Math.Round((decimal)ns * Canvas.FramesPerSecond / 1_000_000_000, MidpointRounding.AwayFromZero);

    private static IReadOnlyList<Stretch> WithoutPicture(PresentPerson person, IReadOnlyList<VisibleTrack> tracks) => Stretch.Difference(
        person.Present, tracks.Where(track => track.Participant == person.Participant && track.Kind is not TrackKind.Screen).SelectMany(track => track.Visible));

    /// <summary>Where somebody or something appears or goes; the first and the last frame included.</summary>
    private static List<int> Cuts(IEnumerable<Appearance> appearances, int total)
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

    private static IEnumerable<Scene> Scenes(List<(VisibleTrack? Track, ParticipantId Of, Appearance Appearance)> all, int from, int to)
    {
        var present = all.Select(one => one.Appearance.In(from, to) is { } within ? new Occupant(one.Of, one.Track, within) : null).OfType<Occupant>();
        var arranged = TileLayout.Arrange([.. present]);
        while (to - from > LongestSceneFrames)
        {
            // the rest must not be a scene of a few frames
            var length = to - from - LongestSceneFrames < GroupFrames ? LongestSceneFrames - GroupFrames : LongestSceneFrames;
            yield return arranged with { StartFrame = from, Frames = length };
            from += length;
        }

        yield return arranged with { StartFrame = from, Frames = to - from };
    }
}
