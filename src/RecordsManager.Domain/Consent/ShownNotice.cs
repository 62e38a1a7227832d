using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Domain.Consent;

/// <summary>A notice as it is shown to somebody, and the form of it that is hashed (docs/adr/0018).</summary>
/// <param name="Form">1: the words alone. 2: the words, bound to their language, version and purposes.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Version">Of the notice in this language.</param>
/// <param name="Purposes">What is asked for with these words, in the order of the notice.</param>
public sealed record ShownNotice(int Form, string Language, int Version, IReadOnlyList<string> Purposes, NoticeText Text)
{
    /// <summary>Of every notice that is published from now on.</summary>
    public const int CurrentForm = 2;

    /// <summary>The very text that is hashed. Paragraphs hold no empty lines (<see cref="NoticeText.Of"/>), so that in form 2 an empty line ends a section and nothing else does.</summary>
    public string Canonical => Form == 1 ? Text.Canonical : string.Join("\n\n", [Head, $"{Text.Title}\n{Text.Body}", .. Text.Parts.Select(p => $"part: {p.Purpose}\n{p.Text}"), .. Text.Spoken is { } spoken ? [$"spoken:\n{spoken}"] : Array.Empty<string>()]);

    /// <summary>SHA-256 of <see cref="Canonical"/> in UTF-8; lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)));

    private string Head => string.Create(CultureInfo.InvariantCulture, $"records-notice {Form}\nlanguage: {Language}\nversion: {Version}\npurposes: {string.Join(' ', Purposes)}");

    /// <summary>With every part that there is.</summary>
    public static ShownNotice Whole(int form, string language, int version, NoticeText text) =>
        new(form, language, version, text.Parts.Count == 0 ? Purpose.Asked : [.. text.Parts.Select(p => p.Purpose)], text);
}
