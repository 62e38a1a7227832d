using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Retention;

/// <summary>How long the organization keeps recordings, and how long they lie in the bin before they are destroyed.</summary>
public sealed class RetentionPolicy : AggregateRoot
{
    private readonly List<RetentionVersion> _versions = [];

    private RetentionPolicy()
    {
    }

    public RetentionPolicy(RetentionPolicyId id, OrganizationId organization, RetentionPeriod keep, int graceDays, DateTimeOffset now)
    {
        Id = id;
        Organization = organization;
        Keep = keep.ToString();
        GraceDays = graceDays;
        Version = 1;
        _versions.Add(new RetentionVersion(Version, Keep, GraceDays, now));
    }

    public RetentionPolicyId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>ISO 8601 period, counted from the day of the call.</summary>
    public string Keep { get; private set; } = "P90D";

    public int GraceDays { get; private set; }

    public int Version { get; private set; }

    /// <summary>Every version there was: what somebody was told is told by the terms of that day.</summary>
    public IReadOnlyList<RetentionVersion> Versions => _versions;

    public RetentionPeriod KeepPeriod => RetentionPeriod.Parse(Keep).Value;

    /// <summary>What was in force at a time; before the first version, the first.</summary>
    public RetentionVersion At(DateTimeOffset at) => _versions.Where(v => v.InForceSince <= at).MaxBy(v => v.Version) ?? _versions.MinBy(v => v.Version)!;

    public Result Change(RetentionPeriod keep, int graceDays, DateTimeOffset now)
    {
        if (graceDays is < 0 or > 365)
        {
            return RetentionErrors.GraceOutOfRange;
        }

        if (keep.ToString() == Keep && graceDays == GraceDays)
        {
            return Result.Ok;
        }

        var was = Keep;
        var wasGrace = GraceDays;
        Keep = keep.ToString();
        GraceDays = graceDays;
        Version++;
        _versions.Add(new RetentionVersion(Version, Keep, GraceDays, now));
        Raise(new LedgerFact("policy.changed", Id.ToString(), null, new Dictionary<string, string>
        {
            ["policy"] = "retention",
            ["keep"] = Keep,
            ["keepWas"] = was,
            ["graceDays"] = GraceDays.ToString(CultureInfo.InvariantCulture),
            ["graceDaysWas"] = wasGrace.ToString(CultureInfo.InvariantCulture),
            ["version"] = Version.ToString(CultureInfo.InvariantCulture),
        }));
        return Result.Ok;
    }
}
