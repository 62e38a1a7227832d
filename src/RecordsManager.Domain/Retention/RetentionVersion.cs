namespace RecordsManager.Domain.Retention;

/// <summary>One version of a <see cref="RetentionPolicy"/>; written once.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Keep">ISO 8601 period, counted from the day of the call.</param>
public sealed record RetentionVersion(int Version, string Keep, int GraceDays, DateTimeOffset InForceSince);
