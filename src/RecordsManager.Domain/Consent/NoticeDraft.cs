using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>The next version of a notice in one language, while it is written. Nobody is shown it but those who write it.</summary>
public sealed class NoticeDraft : AggregateRoot
{
    private NoticeDraft()
    {
    }

    /// <param name="id">The id that the notice will have.</param>
    public NoticeDraft(NoticeId id, OrganizationId organization, string language)
    {
        Id = id;
        Organization = organization;
        Language = language;
    }

    public NoticeId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; private set; } = "en";

    public string Title { get; private set; } = "";

    public string Body { get; private set; } = "";

    public IReadOnlyList<NoticePart> Parts { get; private set; } = [];

    public string? Spoken { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public NoticeText Text => new(Title, Body, Parts, Spoken);

    /// <param name="version">That it would become.</param>
    public ShownNotice Shown(int version) => ShownNotice.Whole(ShownNotice.CurrentForm, Language, version, Text);

    /// <param name="version">That it would become.</param>
    public void Write(NoticeText text, int version, DateTimeOffset now)
    {
        if (text.Title == Title && text.Body == Body && text.Parts.SequenceEqual(Parts) && text.Spoken == Spoken)
        {
            return;
        }

        (Title, Body, Parts, Spoken, ChangedAt) = (text.Title, text.Body, text.Parts, text.Spoken, now);
        Raise(new LedgerFact("notice.drafted", Id.ToString(), null, new Dictionary<string, string>
        {
            ["language"] = Language,
            ["sha256"] = Shown(version).Sha256,
        }));
    }

    /// <param name="sha256">Of what was previewed: only what was looked at is published.</param>
    public Result<Notice> Publish(int version, string sha256, DateTimeOffset now) => Shown(version).Sha256 == sha256
        ? new Notice(Id, Organization, version, Language, Text, now)
        : NoticeErrors.DraftChanged;
}
