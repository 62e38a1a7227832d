using System.Text;

namespace RecordsManager.Domain.Consent;

/// <summary>What a notice says of one purpose.</summary>
/// <param name="Purpose">A word of <see cref="Consent.Purpose"/> or the organization's own.</param>
public sealed record NoticePart(string Purpose, string Text);

/// <summary>The words themselves, as they are shown: title, body, and the parts that were asked for.</summary>
/// <param name="Spoken">The short layer that is read out on the telephone, one sentence or a few; null where there is none.</param>
public sealed record NoticeText(string Title, string Body, IReadOnlyList<NoticePart> Parts, string? Spoken = null)
{
    /// <summary>The written words alone: title, body and parts, a line each paragraph, joined by line feeds (U+000A).</summary>
    public string Canonical => string.Join('\n', [Title, Body, .. Parts.Select(p => p.Text)]);

    public IReadOnlyList<string> Paragraphs => Body.Split('\n');

    /// <summary>As it is kept: NFC, line feeds only, no blanks at the ends of lines and no empty lines.</summary>
    public static NoticeText Of(string title, string body, IEnumerable<NoticePart> parts, string? spoken = null) => new(
        Tidy(title).Replace('\n', ' '), Tidy(body), [.. parts.Select(p => new NoticePart(p.Purpose.Trim(), Tidy(p.Text))).Where(p => p.Text.Length > 0)],
        Tidy(spoken ?? "") is { Length: > 0 } said ? said : null);

    private static string Tidy(string text) => string.Join(
        '\n', text.Normalize(NormalizationForm.FormC).Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
