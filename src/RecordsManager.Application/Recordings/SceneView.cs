using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>A stretch of the composite in which everybody's picture stands where it is, ms; fractions, because it begins with a frame.</summary>
public sealed record SceneView(double FromMs, double ToMs, IReadOnlyList<TileView> Tiles)
{
    /// <param name="throughLink">As who watches through a share link sees it.</param>
    /// <param name="part">What of it is shown, its beginning being second zero; null: all.</param>
    internal static IReadOnlyList<SceneView> Of(DerivativePlan plan, Recording recording, bool throughLink, Stretch? part)
    {
        var ofTheirOwn = throughLink && recording.IsSharedInPart;
        var from = part?.FromNs ?? 0;
        return [.. plan.For(recording)
            .Where(w => w.Kind == DerivativeKind.Scene && w.ForRecipients == ofTheirOwn)
            .OrderBy(w => w.Ordinal)
            .Where(w => part is null || (w.Scene!.EndNs > from && w.Scene.StartNs < part.Value.ToNs))
            .Select(w => new SceneView(Ms(w.Scene!.StartNs - from), Ms(w.Scene.EndNs - from), [.. w.Scene.Tiles.Select(tile => TileView.Of(tile, w.Tracks.First(t => t.Id == tile.Track)))]))];
    }

    private static double Ms(long ns) => ns / 1e6;
}

/// <summary>Where a picture stands, pixels of the composite.</summary>
public sealed record TileView(ParticipantId Participant, bool IsScreen, int X, int Y, int Width, int Height)
{
    internal static TileView Of(Tile tile, Track track) => new(track.Participant, track.Kind == TrackKind.Screen, tile.X, tile.Y, tile.Width, tile.Height);
}
