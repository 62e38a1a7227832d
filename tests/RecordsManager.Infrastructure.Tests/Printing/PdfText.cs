using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace RecordsManager.Infrastructure.Tests.Printing;

/// <param name="Y">Points from the top of the page.</param>
/// <param name="Text">In reading order.</param>
/// <param name="IsRightToLeft">Marked so in the document (ReversedChars).</param>
internal sealed record PrintedPiece(int Page, double Y, string Text, bool IsRightToLeft);

/// <summary>Reads the text out of a PDF of ours as whoever copies it gets it: ActualText (ISO 32000-1, 14.9.4) where there is some, otherwise what ToUnicode says of a glyph.</summary>
internal static partial class PdfText
{
    public static IReadOnlyList<PrintedPiece> Read(byte[] pdf)
    {
        var raw = Encoding.Latin1.GetString(pdf);
        var objects = Objects().Matches(raw).ToDictionary(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m => m.Groups["body"].Value);
        var fonts = objects.Where(o => ToUnicode().IsMatch(o.Value))
            .ToDictionary(o => o.Key, o => Letters(Stream(objects[int.Parse(ToUnicode().Match(o.Value).Groups["map"].Value, CultureInfo.InvariantCulture)])));
        List<PrintedPiece> pieces = [];
        var page = 0;
        foreach (var contents in objects.Values.Select(body => Contents().Match(body)).Where(m => m.Success))
        {
            page++;
            foreach (Match block in Blocks().Matches(Stream(objects[int.Parse(contents.Groups["stream"].Value, CultureInfo.InvariantCulture)])))
            {
                pieces.Add(Piece(page, block.Groups["body"].Value, fonts));
            }
        }

        return pieces;
    }

    private static PrintedPiece Piece(int page, string block, Dictionary<int, Dictionary<int, string>> fonts)
    {
        var letters = fonts[int.Parse(Font().Match(block).Groups["font"].Value, CultureInfo.InvariantCulture)];
        List<string> read = [];
        var said = false; // what stands for the glyphs of a span was read with its beginning
        foreach (Match token in Tokens().Matches(block))
        {
            if (token.Groups["actual"].Success || token.Groups["plain"].Success)
            {
                read.Add(token.Groups["plain"].Success ? token.Groups["plain"].Value.Replace("\\", "", StringComparison.Ordinal) : Encoding.BigEndianUnicode.GetString(Convert.FromHexString(token.Groups["actual"].Value)));
                said = true;
            }
            else if (token.Value == "EMC")
            {
                said = false;
            }
            else if (!said)
            {
                read.AddRange(token.Groups["glyphs"].Value.Chunk(4).Select(glyph => letters.GetValueOrDefault(int.Parse(glyph, NumberStyles.HexNumber, CultureInfo.InvariantCulture), "\uFFFD")));
            }
        }

        var isRightToLeft = block.Contains("/ReversedChars", StringComparison.Ordinal);
        var y = double.Parse(Matrix().Match(block).Groups["y"].Value, CultureInfo.InvariantCulture);
        return new PrintedPiece(page, y, string.Concat(isRightToLeft ? Enumerable.Reverse(read) : read), isRightToLeft);
    }

    private static Dictionary<int, string> Letters(string map)
    {
        Dictionary<int, string> letters = [];
        foreach (Match line in Mapped().Matches(map))
        {
            var (from, to) = (Hex(line.Groups["from"].Value), line.Groups["to"].Success ? Hex(line.Groups["to"].Value) : Hex(line.Groups["from"].Value));
            for (var glyph = from; glyph <= to; glyph++)
            {
                letters[glyph] = char.ConvertFromUtf32(Hex(line.Groups["letter"].Value) + glyph - from);
            }
        }

        return letters;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Stream(string body)
    {
        using var deflated = new MemoryStream(Encoding.Latin1.GetBytes(body[(body.IndexOf("stream\n", StringComparison.Ordinal) + 7)..body.LastIndexOf("\nendstream", StringComparison.Ordinal)]));
        using var inflated = new ZLibStream(deflated, CompressionMode.Decompress);
        using var text = new StreamReader(inflated, Encoding.Latin1);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"(?:^|\n)(?<number>\d+) 0 obj\n(?<body>.*?)\nendobj", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Objects();

    [GeneratedRegex(@"/ToUnicode (?<map>\d+) 0 R", RegexOptions.ExplicitCapture)]
    private static partial Regex ToUnicode();

    [GeneratedRegex(@"/Type /Page\n.*/Contents (?<stream>\d+) 0 R", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Contents();

    [GeneratedRegex(@"\bBT\n(?<body>.*?)\nET\b", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"/F(?<font>\d+) [\d.]+ Tf", RegexOptions.ExplicitCapture)]
    private static partial Regex Font();

    [GeneratedRegex(@"\S+ \S+ \S+ \S+ \S+ (?<y>[\d.]+) Tm", RegexOptions.ExplicitCapture)]
    private static partial Regex Matrix();

    [GeneratedRegex(@"/ActualText <FEFF(?<actual>[0-9A-F]+)>|/ActualText \((?<plain>(\\.|[^()\\])+)\)|EMC|<(?<glyphs>[0-9A-F]+)> Tj", RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"^<(?<from>[0-9A-F]{4})> (<(?<to>[0-9A-F]{4})> )?<(?<letter>[0-9A-F]+)>$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Mapped();
}
