using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>The disclosure that a participant sees: one version in one language. It is written once; a change is a new version.</summary>
public sealed class Notice : AggregateRoot
{
    private Notice()
    {
    }

    public Notice(NoticeId id, OrganizationId organization, int version, string language, NoticeText text, DateTimeOffset publishedAt)
    {
        Id = id;
        Organization = organization;
        Version = version;
        Language = language;
        Title = text.Title;
        Body = text.Body;
        Parts = text.Parts;
        Spoken = text.Spoken;
        Form = ShownNotice.CurrentForm;
        Sha256 = Shown(null).Sha256;
        PublishedAt = publishedAt;
        Raise(new LedgerFact("notice.published", id.ToString(), null, new Dictionary<string, string>
        {
            ["language"] = language,
            ["version"] = version.ToString(CultureInfo.InvariantCulture),
            ["form"] = Form.ToString(CultureInfo.InvariantCulture),
            ["purposes"] = string.Join(' ', Parts.Select(p => p.Purpose)),
            ["sha256"] = Sha256,
        }));
    }

    public NoticeId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>Counts by language, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; private set; } = "en";

    public string Title { get; private set; } = "";

    /// <summary>What holds for every purpose. Plain text, one paragraph a line.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The text of each purpose, in the order in which they are shown.</summary>
    public IReadOnlyList<NoticePart> Parts { get; private set; } = [];

    /// <summary>What is read out on the telephone, see <see cref="NoticeText.Spoken"/>.</summary>
    public string? Spoken { get; private set; }

    /// <summary>How its hash is made, see <see cref="ShownNotice.Form"/>; 1 for what was published before there was another.</summary>
    public int Form { get; private set; }

    /// <summary>With all its parts, see <see cref="ShownNotice.Sha256"/>.</summary>
    public string Sha256 { get; private set; } = "";

    public DateTimeOffset PublishedAt { get; private set; }

    public NoticeText Text => new(Title, Body, Parts, Spoken);

    /// <summary>What a participant is shown whose call asks for these purposes: the body and the parts of those purposes.</summary>
    /// <param name="asked">Null: all of it.</param>
    public ShownNotice Shown(IReadOnlyList<string>? asked) => asked is null
        ? ShownNotice.Whole(Form, Language, Version, Text)
        : new ShownNotice(Form, Language, Version, asked, Text with { Parts = [.. Parts.Where(p => asked.Contains(p.Purpose, StringComparer.Ordinal))] });

    /// <summary>Nothing is asked for that has no words here; a notice without parts asks what a call asks that says nothing else.</summary>
    public IReadOnlyList<string> Asks(IReadOnlyCollection<string> purposes) => Parts.Count == 0
        ? [.. Purpose.Asked.Where(p => p == Purpose.Recording || purposes.Contains(p, StringComparer.Ordinal))]
        : [.. Parts.Select(p => p.Purpose).Where(p => p == Purpose.Recording || purposes.Contains(p, StringComparer.Ordinal))];
}
