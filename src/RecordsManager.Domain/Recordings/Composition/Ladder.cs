namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>The sizes in which a composite may be played beside that of the canvas: 16:9, by their height in pixels.</summary>
public static class Ladder
{
    /// <summary>The cheapest to make first, which is also for whom a picture would else not come at all.</summary>
    public static readonly IReadOnlyList<int> Heights = [360, 540, 1080];

    /// <summary>A larger picture is worth its bytes where a tile hides at least a sixth of what came: a camera as large as the canvas alone is none.</summary>
    private const double Worth = 1.2;

    public static int WidthOf(int height) => height * Canvas.Width / Canvas.Height;

    /// <summary>In pixels of a composite of that height; even, because chroma is stored for every other pixel.</summary>
    public static int Scaled(int pixels, int height) => pixels * height / Canvas.Height / 2 * 2;

    /// <summary>Somebody's picture came with more in it than its tile can show.</summary>
    public static bool HasMore(Scene scene, IReadOnlyList<Track> tracks) => scene.Tiles.Any(tile =>
        tracks.First(t => t.Id == tile.Track) is { PictureWidth: { } width, PictureHeight: { } height }
        && Math.Max((double)width / tile.Width, (double)height / tile.Height) >= Worth);
}
