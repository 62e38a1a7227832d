using RecordsManager.Application.Ledger;
using SkiaSharp;

namespace RecordsManager.Printing;

/// <summary>Lays the trail out on paper.</summary>
internal sealed class TrailPrinter(Fonts fonts) : ITrailPrinter
{
    private const float Indent = Sheet.Margin + 92;
    private const float Column = Sheet.Inner - 92;

    public async Task Print(PrintedTrail trail, DateTimeOffset madeAt, Stream output, CancellationToken ct)
    {
        var sheet = new Sheet(fonts, $"{trail.Organization} · {trail.Title}");
        Head(sheet, trail);
        People(sheet, trail);
        Entries(sheet, trail);
        Notices(sheet, trail);
        Checkpoint(sheet, trail);

        // Skia writes without awaiting: into memory first, because a response may not be written to like that.
        using var pdf = new MemoryStream();
        var about = new SKDocumentPdfMetadata
        {
            Title = trail.Title,
            Author = trail.Organization,
            Creator = "RecordsManager",
            Creation = madeAt.UtcDateTime,
            Modified = madeAt.UtcDateTime,
            RasterDpi = 300,
            EncodingQuality = 101,
            PdfA = true,
        };
        sheet.WriteTo(pdf, about, ct);
        pdf.Position = 0;
        await pdf.CopyToAsync(output, ct);
    }

    private static void Head(Sheet sheet, PrintedTrail trail)
    {
        sheet.Text(trail.Organization, Style.SansBold, 9, Sheet.Accent);
        sheet.Skip(6);
        sheet.Text(trail.Title, Style.SerifBold, 22, leading: 1.25f);
        sheet.Skip(6);
        sheet.Text(trail.Lede, Style.Serif, 11.5f);
        sheet.Skip(12);
        sheet.Rule();
        sheet.Skip(10);
        foreach (var fact in trail.About)
        {
            Fact(sheet, fact);
        }

        sheet.Skip(6);
        sheet.Text(trail.HowToRead, Style.Sans, 8.5f, Sheet.Quiet);
    }

    private static void People(Sheet sheet, PrintedTrail trail)
    {
        if (trail.People.Count == 0)
        {
            return;
        }

        Heading(sheet, "Who");
        foreach (var person in trail.People)
        {
            sheet.Need(30);
            foreach (var fact in person)
            {
                Fact(sheet, fact);
            }

            sheet.Skip(7);
        }
    }

    private static void Entries(Sheet sheet, PrintedTrail trail)
    {
        Heading(sheet, "What happened, oldest first");
        if (trail.Entries.Count == 0)
        {
            sheet.Text("No entry matches.", Style.Sans, 9);
        }

        foreach (var entry in trail.Entries)
        {
            Entry(sheet, entry);
        }
    }

    private static void Entry(Sheet sheet, PrintedEntry entry)
    {
        sheet.Need(58);
        sheet.Rule();
        sheet.Skip(7);
        sheet.Fact(entry.When, entry.Says, style: Style.SansBold);
        foreach (var fact in entry.Facts)
        {
            sheet.Fact("", $"{fact.Label}: {fact.Value}", style: fact.IsCode ? Style.Mono : Style.Sans);
        }

        if (entry.Notice is { } mark)
        {
            sheet.Fact("", $"Notice {mark}, printed in full below", style: Style.Sans);
        }

        foreach (var fact in entry.Proof)
        {
            sheet.Text($"{fact.Label} {fact.Value}", fact.IsCode ? Style.Mono : Style.Sans, fact.IsCode ? 6.5f : 7.5f, Sheet.Quiet, Indent, Column);
        }

        sheet.Skip(7);
    }

    private static void Notices(Sheet sheet, PrintedTrail trail)
    {
        if (trail.Notices.Count == 0)
        {
            return;
        }

        Heading(sheet, "The notices in full");
        foreach (var notice in trail.Notices)
        {
            sheet.Need(110);
            sheet.Text($"Notice {notice.Mark}", Style.SansBold, 10);
            sheet.Skip(2);
            foreach (var fact in notice.Facts)
            {
                Fact(sheet, fact);
            }

            sheet.Skip(6);
            sheet.Text(notice.Title, Style.SerifBold, 12, null, Sheet.Margin + 14, Sheet.Inner - 28, 1.7f, quoted: true);
            sheet.Text(notice.Text, Style.Serif, 10.5f, null, Sheet.Margin + 14, Sheet.Inner - 28, 1.7f, quoted: true);
            sheet.Skip(18);
        }
    }

    private static void Checkpoint(Sheet sheet, PrintedTrail trail)
    {
        if (trail.Checkpoint.Length == 0)
        {
            return;
        }

        Heading(sheet, "The checkpoint, as it was signed");
        sheet.Text(trail.Checkpoint.TrimEnd('\n'), Style.Mono, 7.5f, leading: 1.6f);
        sheet.Skip(10);
        foreach (var key in trail.Keys)
        {
            Fact(sheet, key);
        }
    }

    private static void Heading(Sheet sheet, string text)
    {
        sheet.Need(90);
        sheet.Skip(18);
        sheet.Text(text, Style.SerifBold, 14);
        sheet.Skip(6);
    }

    private static void Fact(Sheet sheet, PrintedFact fact) => sheet.Fact(fact.Label, fact.Value, style: fact.IsCode ? Style.Mono : Style.Sans);
}
