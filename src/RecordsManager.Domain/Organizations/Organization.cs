namespace RecordsManager.Domain.Organizations;

/// <summary>The tenant. Its time zone decides on which day something is due.</summary>
public sealed class Organization
{
    private Organization()
    {
    }

    public Organization(OrganizationId id, string name, string timeZone, string establishedIn)
    {
        Id = id;
        Name = name;
        TimeZone = timeZone;
        EstablishedIn = establishedIn;
    }

    public OrganizationId Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>IANA name, e.g. <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; private set; } = "Etc/UTC";

    /// <summary>ISO 3166-1 or 3166-2: its law counts in every call.</summary>
    public string EstablishedIn { get; private set; } = "ZZ";
}
