using SkiaSharp;

namespace RecordsManager.Printing;

/// <summary>Pages of A4 on which text flows from top to bottom. Units are points (1/72 inch).</summary>
/// <param name="footer">What stands at the foot of each page, beside its number.</param>
internal sealed class Sheet(Fonts fonts, string footer)
{
    public const float Width = 595.28f;
    public const float Height = 841.89f;
    public const float Margin = 56;
    public const float Inner = Width - (2 * Margin);

    public static readonly SKColor Ink = new(0x1B, 0x1F, 0x1E);
    public static readonly SKColor Quiet = new(0x55, 0x5B, 0x58);
    public static readonly SKColor Hairline = new(0xC9, 0xC4, 0xB8);
    public static readonly SKColor Accent = new(0x0E, 0x4F, 0x52);

    private const float Bottom = Height - 72;

    private readonly List<List<Action<SKCanvas>>> _pages = [[]];

    public float Y { get; private set; } = Margin;

    public int Pages => _pages.Count;

    private List<Action<SKCanvas>> Page => _pages[^1];

    public void Skip(float points) => Y = Math.Min(Y + points, Bottom);

    /// <summary>Begins a new page when less than that is left of this one.</summary>
    public void Need(float points)
    {
        if (Y + points > Bottom)
        {
            _pages.Add([]);
            Y = Margin;
        }
    }

    public void Rule(float x = Margin, float width = Inner)
    {
        var y = Y;
        Page.Add(canvas => Line(canvas, x, y, x + width, y));
    }

    /// <summary>A paragraph for each line of the text, from the left: our sentences are English, also one that begins with an Arabic name.</summary>
    /// <param name="quoted">Somebody else's text: each paragraph takes the side that its script begins on, with a bar beside it.</param>
    public void Text(string text, Style style, float size, SKColor? color = null, float x = Margin, float width = Inner, float leading = 1.45f, bool quoted = false)
    {
        foreach (var paragraph in Clean(text).Split('\n'))
        {
            var isRightToLeft = quoted && Bidi.IsRightToLeft(paragraph);
            foreach (var line in Break(paragraph, style, size, width))
            {
                Need(size * leading);
                Draw(line, style, size, color ?? Ink, x, width, isRightToLeft, size * leading, quoted);
                Y += size * leading;
            }
        }
    }

    /// <summary>A word at the left, what it means beside it.</summary>
    public void Fact(string label, string value, float labelWidth = 92, Style style = Style.Sans, float x = Margin, float width = Inner)
    {
        if (value.Length == 0)
        {
            return;
        }

        Need(14);
        var (page, y) = (Pages, Y);
        Text(label, Style.Sans, 8.5f, Quiet, x, labelWidth);
        Y = Pages == page ? y : Margin;
        Text(value, style, style == Style.Mono ? 7.5f : 9, null, x + labelWidth, width - labelWidth, 1.42f);
        Y += 1.5f;
    }

    public void WriteTo(Stream stream, SKDocumentPdfMetadata about, CancellationToken ct)
    {
        using var managed = new SKManagedWStream(stream);
        using var document = SKDocument.CreatePdf(managed, about);
        for (var number = 0; number < _pages.Count; number++)
        {
            ct.ThrowIfCancellationRequested();
            var canvas = document.BeginPage(Width, Height);
            _pages[number].ForEach(draw => draw(canvas));
            Foot(canvas, number + 1);
            document.EndPage();
        }

        document.Close();
    }

    private void Foot(SKCanvas canvas, int number)
    {
        const float y = Height - 40;
        Line(canvas, Margin, y - 14, Width - Margin, y - 14);
        Run(canvas, footer, Style.Sans, 7.5f, Quiet, Margin, y, isRightToLeft: false);
        var page = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Page {number} of {_pages.Count}");
        Run(canvas, page, Style.Sans, 7.5f, Quiet, Width - Margin - Measure(page, Style.Sans, 7.5f), y, isRightToLeft: false);
    }

    private static void Line(SKCanvas canvas, float x1, float y1, float x2, float y2, float width = 0.6f, SKColor? color = null)
    {
        using var paint = new SKPaint { Color = color ?? Hairline, StrokeWidth = width, IsAntialias = true };
        canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    private void Draw(string line, Style style, float size, SKColor color, float x, float width, bool isRightToLeft, float height, bool bar)
    {
        var (top, baseline) = (Y, Y + (size * 1.1f));
        Page.Add(canvas =>
        {
            if (bar)
            {
                var at = isRightToLeft ? x + width + 10 : x - 10;
                Line(canvas, at, top, at, top + height + 0.5f, 1.6f, Accent); // over the seam to the next line
            }

            Run(canvas, line, style, size, color, isRightToLeft ? x + width - Measure(line, style, size) : x, baseline, isRightToLeft);
        });
    }

    private void Run(SKCanvas canvas, string line, Style style, float size, SKColor color, float x, float y, bool isRightToLeft)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (var run in Bidi.Line(line, isRightToLeft))
        {
            foreach (var piece in fonts.Shape(line.Substring(run.Start, run.Length), style, run.IsRightToLeft))
            {
                using var font = new SKFont(piece.Typeface, size) { Subpixel = true, Hinting = SKFontHinting.None };
                using var builder = new SKTextBlobBuilder();
                Place(builder.AllocateRawPositionedTextRun(font, piece.Glyphs.Length, piece.Text.Length), piece, size);
                using var blob = builder.Build();
                if (blob is not null)
                {
                    canvas.DrawText(blob, x, y, paint);
                }

                x += piece.Width * size;
            }
        }
    }

    /// <summary>With the text beside the glyphs: whoever copies or searches the document gets the letters, not the shapes they are drawn with.</summary>
    private static void Place(SKRawRunBuffer<SKPoint> run, Shaped piece, float size)
    {
        piece.Glyphs.CopyTo(run.Glyphs);
        piece.Text.CopyTo(run.Text);
        piece.Clusters.CopyTo(run.Clusters);
        for (var i = 0; i < piece.Positions.Length; i++)
        {
            run.Positions[i] = new SKPoint(piece.Positions[i].X * size, piece.Positions[i].Y * size);
        }
    }

    private float Measure(string text, Style style, float size) =>
        Bidi.Line(text, Bidi.IsRightToLeft(text)).Sum(run => fonts.Shape(text.Substring(run.Start, run.Length), style, run.IsRightToLeft).Sum(piece => piece.Width)) * size;

    /// <summary>At spaces; a word that is wider than the column, such as a hash, anywhere.</summary>
    private IEnumerable<string> Break(string paragraph, Style style, float size, float width)
    {
        var line = "";
        var space = Measure(" ", style, size);
        var used = 0f;
        foreach (var word in paragraph.Split(' '))
        {
            var rest = word;
            var wide = Measure(rest, style, size);
            if (line.Length > 0 && used + space + wide > width)
            {
                yield return line;
                (line, used) = ("", 0);
            }

            while (wide > width)
            {
                var fits = Math.Max(1, (int)(rest.Length * width / wide) - 1);
                fits -= char.IsHighSurrogate(rest[fits - 1]) && fits > 1 ? 1 : 0;
                yield return rest[..fits];
                rest = rest[fits..];
                wide = Measure(rest, style, size);
            }

            (line, used) = line.Length == 0 ? (rest, wide) : ($"{line} {rest}", used + space + wide);
        }

        yield return line;
    }

    private static string Clean(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200E' or '\u200F')));
}
