using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>A stretch of the composite in which everybody stands where they are, ms; fractions, because it begins with a frame.</summary>
/// <param name="Unseen">How many people more are there than the picture has room for.</param>
public sealed record SceneView(double FromMs, double ToMs, IReadOnlyList<TileView> Tiles, int Unseen)
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
            .Select(w => new SceneView(
                Ms(w.Scene!.StartNs - from), Ms(w.Scene.EndNs - from),
                [.. w.Scene.Tiles.Select(tile => TileView.Of(tile, w.Tracks.First(t => t.Id == tile.Track))), .. w.Scene.Seats.Select(TileView.Of)],
                w.Scene.Unseen))];
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
