using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

public enum RulePackOrigin
{
    /// <summary>With the product. A newer one follows it by itself.</summary>
    Shipped,

    /// <summary>Of the organization. Only the organization replaces it.</summary>
    Own,
}

/// <summary>
/// A rule pack as an organization has it, with the day on which it takes effect. What it says is never changed, so that a
/// past decision can be made again; one that has not taken effect can be withdrawn.
/// </summary>
public sealed class InstalledRulePack : AggregateRoot
{
    private InstalledRulePack()
    {
    }

    public OrganizationId Organization { get; private set; }

    /// <summary>1 for the organization's first.</summary>
    public int Number { get; private set; }

    /// <summary>Names it in decisions; no two of an organization have the same.</summary>
    public string Version { get; private set; } = "";

    public RulePackOrigin Origin { get; private set; }

    /// <summary>Of <see cref="Document"/> in UTF-8, as 64 hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary><c>{"jurisdictions": […], "regimes": […]}</c>.</summary>
    public string Document { get; private set; } = "";

    public DateTimeOffset EffectiveFrom { get; private set; }

    public DateTimeOffset InstalledAt { get; private set; }

    /// <summary>Pseudonymous id.</summary>
    public string InstalledBy { get; private set; } = "";

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public static string HashOf(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    /// <param name="before">All that the organization had.</param>
    /// <param name="from">Null: now. Never earlier: a decision that was made stays as it was made.</param>
    public static Result<InstalledRulePack> Install(
        OrganizationId organization, IReadOnlyCollection<RulePackEntry> before, string version, string document, DateTimeOffset? from, string by, DateTimeOffset now)
    {
        if (from < now)
        {
            return RuleErrors.EffectInThePast;
        }

        return before.Any(p => p.Version == version)
            ? RuleErrors.VersionTaken
            : Make(organization, before, version, document, RulePackOrigin.Own, from ?? now, by, now);
    }

    /// <summary>The rules that ship: the first hold from the beginning, newer ones from when they came.</summary>
    public static InstalledRulePack Adopt(OrganizationId organization, IReadOnlyCollection<RulePackEntry> before, string version, string document, string by, DateTimeOffset now)
    {
        var named = before.Any(p => p.Version == version) ? $"{version}+{HashOf(document)[..8]}" : version;
        return Make(organization, before, named, document, RulePackOrigin.Shipped, before.Count == 0 ? DateTimeOffset.UnixEpoch : now, by, now);
    }

    public RulePackEntry Entry => new(Number, Version, Origin, Sha256, EffectiveFrom, InstalledAt, InstalledBy, WithdrawnAt);

    public Error? Withdraw(DateTimeOffset now)
    {
        if (WithdrawnAt is not null)
        {
            return null;
        }

        if (EffectiveFrom <= now)
        {
            return RuleErrors.AlreadyInEffect;
        }

        WithdrawnAt = now;
        Raise(new LedgerFact("rules.withdrawn", Organization.ToString(), null, Named()));
        return null;
    }

    private static InstalledRulePack Make(
        OrganizationId organization, IReadOnlyCollection<RulePackEntry> before, string version, string document, RulePackOrigin origin, DateTimeOffset from, string by, DateTimeOffset now)
    {
        var made = new InstalledRulePack
        {
            Organization = organization,
            Number = before.Select(p => p.Number).DefaultIfEmpty().Max() + 1,
            Version = version,
            Origin = origin,
            Sha256 = HashOf(document),
            Document = document,
            EffectiveFrom = from,
            InstalledAt = now,
            InstalledBy = by,
        };
        made.Raise(new LedgerFact("rules.installed", organization.ToString(), null, new Dictionary<string, string>(made.Named())
        {
            ["origin"] = origin == RulePackOrigin.Shipped ? "shipped" : "own",
            ["effectiveFrom"] = from.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        }));
        return made;
    }

    private Dictionary<string, string> Named() => new() { ["rulePack"] = Version, ["sha256"] = Sha256 };
}

/// <summary>A pack without its text.</summary>
public sealed record RulePackEntry(
    int Number, string Version, RulePackOrigin Origin, string Sha256, DateTimeOffset EffectiveFrom, DateTimeOffset InstalledAt, string InstalledBy, DateTimeOffset? WithdrawnAt)
{
    /// <summary>In force at its time, unless a later one has taken its place.</summary>
    public bool Counts => WithdrawnAt is null;
}
