namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>
/// Cameras alone fill the canvas as a grid of 16:9 tiles, as large as fits. A shared screen is the main panel on the left,
/// cameras then stand in a column on the right, its top level with the panel's.
/// </summary>
internal static class TileLayout
{
    private const int Margin = 20;
    private const int ColumnWidth = 280;
    private const int WideGap = 20;
    private const int NarrowGap = 8;
    private const int FewTiles = 9;

    private static readonly Area Whole = new(Margin, Margin, Canvas.Width - (2 * Margin), Canvas.Height - (2 * Margin));

    private readonly record struct Area(int X, int Y, int Width, int Height);

    public static IReadOnlyList<Tile> Arrange(IReadOnlyList<Sighting> visible)
    {
        var screens = visible.Where(sighting => sighting.Track.Kind is TrackKind.Screen).ToList();
        var cameras = visible.Where(sighting => sighting.Track.Kind is not TrackKind.Screen).ToList();
        if (screens.Count == 0 || cameras.Count == 0)
        {
            return Grid(visible, Whole, top: null);
        }

        var main = Whole with { Width = Whole.Width - ColumnWidth - Margin };
        var column = Whole with { X = Whole.X + main.Width + Margin, Width = ColumnWidth };
        var panels = Grid(screens, main, top: null);
        var top = panels[0].Y;
        // people who do not fit beside the panel move up to the canvas' edge
        var beside = Grid(cameras, column with { Y = top, Height = Whole.Y + Whole.Height - top }, top);
        var full = Grid(cameras, column, column.Y);
        return [.. panels, .. full[0].Width > beside[0].Width ? full : beside];
    }

    /// <param name="top">Where the first row begins; null centres all rows.</param>
    private static List<Tile> Grid(IReadOnlyList<Sighting> visible, Area area, int? top)
    {
        var count = visible.Count;
        if (count == 0)
        {
            return [];
        }

        var gap = count > FewTiles ? NarrowGap : WideGap;
        var columns = Enumerable.Range(1, count).MaxBy(candidate => TileWidth(candidate, count, area, gap));
        var width = TileWidth(columns, count, area, gap);
        var height = Even(width * 9 / 16);
        var rows = Rows(count, columns);
        var y = top ?? area.Y + ((area.Height - (rows * height) - ((rows - 1) * gap)) / 2);
        return [.. visible.Select((sighting, index) =>
        {
            var (row, column) = (index / columns, index % columns);
            var inRow = row < rows - 1 ? columns : count - (row * columns);
            var left = area.X + ((area.Width - (inRow * width) - ((inRow - 1) * gap)) / 2);
            return new Tile(
                sighting.Track.Track, Even(left + (column * (width + gap))), Even(y + (row * (height + gap))), width, height, sighting.Within);
        })];
    }

    private static int TileWidth(int columns, int count, Area area, int gap)
    {
        var rows = Rows(count, columns);
        var byWidth = (area.Width - ((columns - 1) * gap)) / columns;
        var byHeight = (area.Height - ((rows - 1) * gap)) / rows * 16 / 9;
        return Even(Math.Max(2, Math.Min(byWidth, byHeight)));
    }

    private static int Rows(int count, int columns) => (count + columns - 1) / columns;

    private static int Even(int pixels) => pixels & ~1;
}
