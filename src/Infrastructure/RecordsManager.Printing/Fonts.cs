using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace RecordsManager.Printing;

internal enum Style
{
    Serif,
    SerifBold,
    Sans,
    SansBold,
    Mono,
}

/// <summary>Glyphs of one font in the order in which they are drawn, and how wide they are at size 1.</summary>
/// <param name="Text">What they show, UTF-8, in reading order.</param>
/// <param name="Clusters">For each glyph where in <paramref name="Text"/> its letter begins: a joined letter is several glyphs, a ligature is one.</param>
internal sealed record Shaped(SKTypeface Typeface, ushort[] Glyphs, SKPoint[] Positions, float Width, byte[] Text, uint[] Clusters);

/// <summary>
/// The fonts of a printed page. A letter that the wanted font does not have is taken from the first that does, so that a name
/// in any script they cover is legible. Shaping (joining Arabic letters, marks) is HarfBuzz's.
/// </summary>
internal sealed class Fonts : IDisposable
{
    private static readonly string[] Files =
    [
        "NotoSerif_400Regular.ttf", "NotoSerif_700Bold.ttf", "NotoSans_400Regular.ttf", "NotoSans_600SemiBold.ttf", "DejaVuSansMono.ttf",
        "NotoNaskhArabic_400Regular.ttf", "NotoNaskhArabic_700Bold.ttf", "DejaVuSans.ttf",
    ];

    private readonly Face[] _faces;

    public Fonts(string folder) => _faces = [.. Files.Select(file => new Face(Path.Combine(folder, file)))];

    /// <summary>Cuts the text where another font is needed, and shapes each piece.</summary>
    public IReadOnlyList<Shaped> Shape(string text, Style style, bool isRightToLeft)
    {
        List<Shaped> pieces = [];
        var start = 0;
        Face? current = null;
        for (var i = 0; i < text.Length;)
        {
            var wide = char.IsHighSurrogate(text[i]) && i + 1 < text.Length;
            var codePoint = wide ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
            var face = current is not null && (char.IsWhiteSpace(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.Format || current.Has(codePoint)) ? current : For(codePoint, style);
            if (current is not null && face != current)
            {
                pieces.Add(current.Shape(text[start..i], isRightToLeft));
                start = i;
            }

            current = face;
            i += wide ? 2 : 1;
        }

        if (current is not null)
        {
            pieces.Add(current.Shape(text[start..], isRightToLeft));
        }

        if (isRightToLeft)
        {
            pieces.Reverse();
        }

        return pieces;
    }

    public void Dispose()
    {
        foreach (var face in _faces)
        {
            face.Dispose();
        }
    }

    private Face For(int codePoint, Style style)
    {
        Face[] order = [_faces[(int)style], style is Style.SerifBold or Style.SansBold ? _faces[6] : _faces[5], _faces[7]];
        return Array.Find(order, face => face.Has(codePoint)) ?? order[0];
    }

    private sealed class Face : IDisposable
    {
        private readonly SKTypeface _typeface;
        private readonly Blob _blob;
        private readonly HarfBuzzSharp.Face _face;
        private readonly Font _font;
        private readonly float _unit;

        public Face(string path)
        {
            _typeface = SKTypeface.FromFile(path) ?? throw new FileNotFoundException("A font for printing is missing; deploy/local/front-end.sh fetches it.", path);
            _blob = Blob.FromFile(path);
            _face = new HarfBuzzSharp.Face(_blob, 0);
            _font = new Font(_face);
            _font.SetScale(_face.UnitsPerEm, _face.UnitsPerEm);
            _font.SetFunctionsOpenType();
            _unit = 1f / _face.UnitsPerEm;
        }

        public bool Has(int codePoint) => _typeface.GetGlyph(codePoint) != 0;

        public Shaped Shape(string text, bool isRightToLeft)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            using var buffer = new Buffer();
            buffer.AddUtf8(utf8);
            buffer.GuessSegmentProperties();
            buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
            _font.Shape(buffer);
            var infos = buffer.GetGlyphInfoSpan();
            var places = buffer.GetGlyphPositionSpan();
            var glyphs = new ushort[infos.Length];
            var positions = new SKPoint[infos.Length];
            var clusters = new uint[infos.Length];
            var x = 0f;
            for (var i = 0; i < infos.Length; i++)
            {
                glyphs[i] = (ushort)infos[i].Codepoint;
                clusters[i] = infos[i].Cluster;
                positions[i] = new SKPoint(x + (places[i].XOffset * _unit), -places[i].YOffset * _unit);
                x += places[i].XAdvance * _unit;
            }

            return new Shaped(_typeface, glyphs, positions, x, utf8, clusters);
        }

        public void Dispose()
        {
            _font.Dispose();
            _face.Dispose();
            _blob.Dispose();
            _typeface.Dispose();
        }
    }
}
