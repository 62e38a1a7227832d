using RecordsManager.Application.Ledger;
using RecordsManager.Printing;

namespace RecordsManager.Infrastructure.Tests.Printing;

/// <summary>The PDF for a court, read back letter by letter: the notices stand in it in full, in their script, on their side.</summary>
public sealed class PrintingNotices : IDisposable
{
    private const string Arabic = """
        أساس الاحتفاظ بالجزء الخاص بك هو موافقتك وحدها. يُحفظ مشفَّرًا في ملفات مستقلة حتى التاريخ المذكور أدناه، ثم يُتلَف بعد 30 يومًا أخرى في سلة المحذوفات.
        إذا لم توافق، يُتلَف الجزء الخاص بك ويُحتفظ بالمكالمة من دونك (الأرقام ١٢٣٬٤٥٦)، ولا يلحق بك أي ضرر بسبب ذلك.
        """;

    private const string German = """
        Grundlage für das Aufbewahren Ihres Teils ist allein Ihre Einwilligung. Er wird verschlüsselt aufbewahrt, in eigenen Dateien, bis zu dem unten genannten Tag; nach weiteren 30 Tagen im Papierkorb wird er vernichtet.
        Ihnen entsteht dadurch kein Nachteil: Größe, Übermaß, „Anführung“ – alles steht da.
        """;

    private const string Persian = "این تماس ضبط می‌شود. می‌توانید نپذیرید؛ بخشِ شما نابود می‌گردد.";
    private const string Hebrew = "השיחה מוקלטת. אם לא תסכימו, חלקכם יושמד תוך 30 יום.";

    private readonly Fonts _fonts = new(Path.Combine(AppContext.BaseDirectory, "fonts"));

    public void Dispose() => _fonts.Dispose();

    [Theory]
    [InlineData("ar", "هل تسمح لنا بالاحتفاظ بتسجيل الجزء الخاص بك من هذه المكالمة؟", Arabic)]
    [InlineData("de", "Dürfen wir die Aufzeichnung Ihres Teils dieses Gesprächs behalten?", German)]
    [InlineData("fa", "می‌خواهیم این تماس را ضبط کنیم", Persian)]
    [InlineData("he", "האם נוכל לשמור את ההקלטה?", Hebrew)]
    public async Task Prints_a_notice_in_full_and_in_reading_order(string language, string title, string text)
    {
        var printed = Words(await Print(new PrintedNotice("A", title, text, [new("Language", language)])));

        Assert.Contains(Words(title), printed, StringComparison.Ordinal);
        Assert.Contains(Words(text), printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Arabic)]
    [InlineData(German)]
    [InlineData(Persian)]
    [InlineData(Hebrew)]
    public void Has_a_glyph_for_every_letter(string text) => Assert.All(
        Enum.GetValues<Style>().Where(style => style != Style.Mono).SelectMany(style => _fonts.Shape(text.ReplaceLineEndings(" "), style, Bidi.IsRightToLeft(text))),
        piece => Assert.DoesNotContain((ushort)0, piece.Glyphs));

    [Fact]
    public void Joins_the_letters_of_an_arabic_word()
    {
        var joined = Assert.Single(_fonts.Shape("بسم", Style.Serif, isRightToLeft: true)).Glyphs;
        var apart = new[] { "م", "س", "ب" }.SelectMany(letter => _fonts.Shape(letter, Style.Serif, isRightToLeft: true)).SelectMany(piece => piece.Glyphs).ToList();

        Assert.NotEqual(apart, joined); // each letter by itself would be the same three, side by side
    }

    [Theory]
    [InlineData("يُتلَف بعد 30 يومًا", "يومًا|30|يُتلَف بعد")]
    [InlineData("الأرقام ١٢٣٬٤٥٦ هنا", "هنا|١٢٣٬٤٥٦|الأرقام")]
    [InlineData("عبر RecordsManager 2.0 (نسخة)", "(نسخة)|RecordsManager 2.0|عبر")]
    [InlineData("يوم 26/11/2026 الساعة 14:30", "14:30|الساعة|26/11/2026|يوم")]
    public void Sets_numbers_and_foreign_words_where_they_belong(string line, string fromTheLeft) =>
        Assert.Equal(fromTheLeft, string.Join('|', Bidi.Line(line, isRightToLeft: true).Select(run => line.Substring(run.Start, run.Length).Trim())));

    [Fact]
    public async Task Begins_our_own_sentence_at_the_left_also_where_an_arabic_name_begins_it()
    {
        var trail = Trail([]) with { Entries = [new(17, "26 Nov 2026", "فاطمة الزهراء agreed (click)", [], null, [])] };

        var pieces = PdfText.Read(await Pdf(trail)).SkipWhile(p => !p.IsRightToLeft).Take(2).ToList();

        Assert.Equal(["فاطمة الزهراء", "agreed (click)"], pieces.Select(p => p.Text.Trim())); // from the left: the name, then what it did
    }

    private async Task<string> Print(PrintedNotice notice)
    {
        var pieces = PdfText.Read(await Pdf(Trail([notice])));
        return string.Join('\n', pieces.GroupBy(p => (p.Page, p.Y)).Select(line => Line([.. line])));
    }

    /// <summary>Pieces lie from left to right. Of a line that reads from the right the last is the first; what reads from the left within it keeps its order.</summary>
    private static string Line(List<PrintedPiece> pieces)
    {
        if (!pieces.Exists(p => p.IsRightToLeft))
        {
            return string.Concat(pieces.Select(p => p.Text));
        }

        List<string> read = [];
        var at = 0;
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            var isNumber = IsNumber(pieces, i) || (pieces[i].Text.Length == 1 && IsNumber(pieces, i - 1) && IsNumber(pieces, i + 1)); // a separator may be of another font
            at = isNumber ? at : read.Count;
            read.Insert(at, pieces[i].Text);
            at = isNumber ? at : read.Count;
        }

        return string.Concat(read);
    }

    /// <summary>A single letter is not marked as running from the right; what does not run so are numbers, here.</summary>
    private static bool IsNumber(List<PrintedPiece> pieces, int at) => at >= 0 && at < pieces.Count && pieces[at].Text.Any(char.IsDigit);

    private async Task<byte[]> Pdf(PrintedTrail trail)
    {
        using var pdf = new MemoryStream();
        await new TrailPrinter(_fonts).Print(trail, DateTimeOffset.UnixEpoch, pdf, TestContext.Current.CancellationToken);
        return pdf.ToArray();
    }

    private static PrintedTrail Trail(IReadOnlyList<PrintedNotice> notices) => new("Northquay", "Consent trail", "", "", [], [], [], notices, "", []);

    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
