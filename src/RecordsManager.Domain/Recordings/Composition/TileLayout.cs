namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>
/// People alone fill the canvas as a grid of 16:9 tiles, as large as fits. A shared screen is the main panel on the left,
/// people then stand in a column on the right, its top level with the panel's.
/// </summary>
internal static class TileLayout
{
    /// <summary>More would each be too small to know, and a decoder each. Whoever has a picture comes first.</summary>
    public const int MostPeople = 25;

    private const int Margin = 20;
    private const int ColumnWidth = 280;
    private const int WideGap = 20;
    private const int NarrowGap = 8;
    private const int FewTiles = 9;

    private static readonly Place Whole = new(Margin, Margin, Canvas.Width - (2 * Margin), Canvas.Height - (2 * Margin));

    /// <returns>A scene without a length.</returns>
    public static Scene Arrange(IReadOnlyList<Occupant> present)
    {
        var screens = present.Where(occupant => occupant.IsScreen).ToList();
        var people = Fitting([.. present.Where(occupant => !occupant.IsScreen)]);
        var (panels, places) = Places(screens.Count, people.Count);
        var seen = screens.Zip(panels).Concat(people.Zip(places)).ToList();
        return new Scene(0, 0, [.. seen.Where(s => s.First.Track is not null).Select(s => s.First.Tile(s.Second))])
        {
            Seats = [.. seen.Where(s => s.First.Track is null).Select(s => s.First.Seat(s.Second))],
            Unseen = present.Where(occupant => !occupant.IsScreen).Select(occupant => occupant.Participant).Except(people.Select(occupant => occupant.Participant)).Count(),
        };
    }

    private static List<Occupant> Fitting(List<Occupant> people)
    {
        var chosen = people.OrderBy(occupant => occupant.Track is null).Take(MostPeople).ToHashSet();
        return people.FindAll(chosen.Contains);
    }

    private static (IReadOnlyList<Place> Screens, IReadOnlyList<Place> People) Places(int screens, int people)
    {
        if (screens == 0 || people == 0)
        {
            return (Grid(screens, Whole, top: null), Grid(people, Whole, top: null));
        }

        var main = Whole with { Width = Whole.Width - ColumnWidth - Margin };
        var column = Whole with { X = Whole.X + main.Width + Margin, Width = ColumnWidth };
        var panels = Grid(screens, main, top: null);
        var top = panels[0].Y;
        // people who do not fit beside the panel move up to the canvas' edge
        var beside = Grid(people, column with { Y = top, Height = Whole.Y + Whole.Height - top }, top);
        var full = Grid(people, column, column.Y);
        return (panels, full[0].Width > beside[0].Width ? full : beside);
    }

    /// <param name="top">Where the first row begins; null centres all rows.</param>
    private static IReadOnlyList<Place> Grid(int count, Place area, int? top)
    {
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
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var (row, column) = (index / columns, index % columns);
            var inRow = row < rows - 1 ? columns : count - (row * columns);
            var left = area.X + ((area.Width - (inRow * width) - ((inRow - 1) * gap)) / 2);
            return new Place(Even(left + (column * (width + gap))), Even(y + (row * (height + gap))), width, height);
        })];
    }

    private static int TileWidth(int columns, int count, Place area, int gap)
    {
        var rows = Rows(count, columns);
        var byWidth = (area.Width - ((columns - 1) * gap)) / columns;
        var byHeight = (area.Height - ((rows - 1) * gap)) / rows * 16 / 9;
        return Even(Math.Max(2, Math.Min(byWidth, byHeight)));
    }

    private static int Rows(int count, int columns) => (count + columns - 1) / columns;

    private static int Even(int pixels) => pixels & ~1;
}
