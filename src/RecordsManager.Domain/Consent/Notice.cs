using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>The disclosure that a participant sees: one version in one language. A change is a new version.</summary>
public sealed class Notice
{
    private Notice()
    {
    }

    public Notice(NoticeId id, OrganizationId organization, int version, string language, string title, string body, string sha256)
    {
        Id = id;
        Organization = organization;
        Version = version;
        Language = language;
        Title = title;
        Body = body;
        Sha256 = sha256;
    }

    public NoticeId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public int Version { get; private set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; private set; } = "en";

    public string Title { get; private set; } = "";

    /// <summary>Plain text, one paragraph a line.</summary>
    public string Body { get; private set; } = "";

    /// <summary>SHA-256 of title, line feed, body in UTF-8; lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";
}
