using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>A stretch of the composite in which everybody stands where they are, ms; fractions, because it begins with a frame.</summary>
/// <param name="Unseen">How many people more are there than the picture has room for.</param>
public sealed record SceneView(double FromMs, double ToMs, IReadOnlyList<TileView> Tiles, int Unseen)
{
    /// <param name="link">As who watches through it sees it, of a part the beginning being second zero; null: somebody signed in.</param>
    internal static IReadOnlyList<SceneView> Of(DerivativePlan plan, Recording recording, ShareLink? link)
    {
        var part = link?.Range;
        var ofTheirOwn = link is not null && recording.IsSharedInPart;
        var from = part?.FromNs ?? 0;
        SceneView[] all = [.. plan.For(recording)
            .Where(w => w.Kind == DerivativeKind.Scene && w.ForRecipients == ofTheirOwn)
            .OrderBy(w => w.Ordinal)
            .Where(w => part is null || (w.Scene!.EndNs > from && w.Scene.StartNs < part.Value.ToNs))
            .Select(w => new SceneView(
                Ms(w.Scene!.StartNs - from), Ms(w.Scene.EndNs - from),
                [.. w.Scene.Tiles.Select(tile => TileView.Of(tile, w.Tracks.First(t => t.Id == tile.Track))), .. w.Scene.Seats.Select(TileView.Of)],
                w.Scene.Unseen))];
        return link is { Speakers.Count: > 0 } ? Of(all, link) : all;
    }

    /// <summary>Of some of the people only who of them has a picture when: where they stood, and when, would tell of the others.</summary>
    private static List<SceneView> Of(SceneView[] all, ShareLink link)
    {
        List<SceneView> some = [];
        foreach (var scene in all)
        {
            List<TileView> tiles = [.. scene.Tiles.Where(t => t.HasPicture && link.Plays(t.Participant)).Select(t => t with { X = 0, Y = 0, Width = 0, Height = 0 })];
            if (some.Count > 0 && some[^1].Tiles.ToHashSet().SetEquals(tiles))
            {
                some[^1] = some[^1] with { ToMs = scene.ToMs };
            }
            else
            {
                some.Add(new SceneView(scene.FromMs, scene.ToMs, tiles, Unseen: 0));
            }
        }

        return some;
    }

    private static double Ms(long ns) => ns / 1e6;
}

/// <summary>Where somebody stands, pixels of the composite.</summary>
/// <param name="HasPicture">False: the picture shows an empty place there.</param>
public sealed record TileView(ParticipantId Participant, bool IsScreen, bool HasPicture, int X, int Y, int Width, int Height)
{
    internal static TileView Of(Tile tile, Track track) => new(track.Participant, track.Kind == TrackKind.Screen, HasPicture: true, tile.X, tile.Y, tile.Width, tile.Height);

    internal static TileView Of(Seat seat) => new(seat.Participant, IsScreen: false, HasPicture: false, seat.X, seat.Y, seat.Width, seat.Height);
}
