using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Retention;

/// <summary>The recordings that the schedule looks at.</summary>
public interface IKeptRecordings
{
    Task<IReadOnlyList<Recording>> All(CancellationToken ct);

    /// <summary>Kept past the end of their retention, in the bin past their grace, or with a quarantine past its deadline.</summary>
    Task<IReadOnlyList<RecordingId>> Due(DateTimeOffset now, CancellationToken ct);
}

public static class OrganizationZone
{
    /// <summary>The time zone in which days are counted.</summary>
    public static TimeZoneInfo Zone(this Organization organization) => TimeZoneInfo.FindSystemTimeZoneById(organization.TimeZone);
}
