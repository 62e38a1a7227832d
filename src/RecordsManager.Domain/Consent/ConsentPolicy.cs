using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>An administrator's rule for a place instead of the data's.</summary>
/// <param name="Justification">Why, in words for a reviewer.</param>
/// <param name="LawfulBasis">On what it rests where it is looser than the data; statute or ground, in words.</param>
/// <param name="By">Pseudonymous id of who stated it.</param>
/// <param name="Until">It ends by itself: law changes, and so do reasons.</param>
public sealed record PlaceOverride(string Code, ConsentModel Model, string Justification, string? LawfulBasis, string By, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>What an organization asks beside the law, as an administrator sets it.</summary>
public sealed record PolicyTerms
{
    public CrossBorder CrossBorder { get; init; }

    public MissingParty MissingPartyCosts { get; init; }

    public bool TrustHints { get; init; }

    public bool AcceptImplied { get; init; }

    public bool AcceptBeepTone { get; init; }

    public bool AnnounceAlways { get; init; }

    public bool HonourRefusal { get; init; } = true;

    public LawfulBasis Basis { get; init; }

    /// <summary>On what it rests that hints are taken for places, or that the recording does not rest on consent; statute, balancing test or ground, in words.</summary>
    public string? StatedBasis { get; init; }

    /// <summary>
    /// Whom people write to about what is kept of them, as receipts say it: <c>mailto:</c> or <c>https:</c>. The office's, not
    /// somebody's own: it stands on the ledger. Null: the address of this server.
    /// </summary>
    public string? Contact { get; init; }

    /// <summary>One file for everybody: nobody can be left out of it.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Without these an answer is no consent to the recording; words of <see cref="Purpose"/> or the organization's own.</summary>
    public IReadOnlyList<string> RequiredPurposes { get; init; } = [Purpose.Recording];

    /// <summary>How many days a track without consent waits, unplayable, before it is destroyed.</summary>
    public int QuarantineDays { get; init; } = 14;

    public IReadOnlyList<PlaceOverride> Overrides { get; init; } = [];

    public ConsentTerms At(DateTimeOffset at) => new()
    {
        CrossBorder = CrossBorder,
        MissingPartyCosts = MissingPartyCosts,
        TrustHints = TrustHints,
        AcceptImplied = AcceptImplied,
        AcceptBeepTone = AcceptBeepTone,
        AnnounceAlways = AnnounceAlways,
        HonourRefusal = HonourRefusal,
        Basis = Basis,
        IsMixed = IsMixed,
        RequiredPurposes = RequiredPurposes,
        Overrides = Overrides.Where(o => o.Since <= at && at < o.Until).ToDictionary(o => o.Code, o => o.Model, StringComparer.Ordinal),
    };
}

/// <summary>One version of an organization's consent policy. A change is a new version; the old ones stay, so that a past decision can be made again.</summary>
public sealed class ConsentPolicy : AggregateRoot
{
    private const int MostPurposes = 20;
    private const int LongestContact = 300;

    private ConsentPolicy()
    {
    }

    public OrganizationId Organization { get; private set; }

    /// <summary>1 for the first change; before it the defaults of <see cref="PolicyTerms"/> hold.</summary>
    public int Version { get; private set; }

    public DateTimeOffset InForceSince { get; private set; }

    public string ChangedBy { get; private set; } = "";

    public PolicyTerms Terms { get; private set; } = new();

    public static Result<ConsentPolicy> Change(OrganizationId organization, ConsentPolicy? before, PolicyTerms terms, RulePack pack, string by, DateTimeOffset now)
    {
        if (terms.QuarantineDays is < 1 or > 365)
        {
            return ConsentErrors.QuarantineOutOfRange;
        }

        if (terms.RequiredPurposes is not { Count: > 0 and <= MostPurposes } || terms.RequiredPurposes.Any(string.IsNullOrWhiteSpace))
        {
            return ConsentErrors.RequiredPurposesMissing;
        }

        if (Loosens(before?.Terms ?? new PolicyTerms(), terms) && string.IsNullOrWhiteSpace(terms.StatedBasis))
        {
            return ConsentErrors.TermsLoosen;
        }

        if (terms.Contact is { } contact && !IsContact(contact))
        {
            return ConsentErrors.ContactMalformed;
        }

        foreach (var place in terms.Overrides)
        {
            if (Refuse(place, pack) is { } error)
            {
                return error;
            }
        }

        if (terms.Overrides.Select(o => o.Code).Distinct(StringComparer.Ordinal).Count() < terms.Overrides.Count)
        {
            return ConsentErrors.OverrideTwice;
        }

        return Make(organization, before, terms, by, now);
    }

    /// <summary>The overrides whose time is over stand in no version from now on; null where there is none. The rest is not looked at again: it was when it was stated.</summary>
    public ConsentPolicy? EndOverrides(string by, DateTimeOffset now)
    {
        var standing = Terms.Overrides.Where(o => now < o.Until).ToList();
        return standing.Count == Terms.Overrides.Count ? null : Make(Organization, this, Terms with { Overrides = standing }, by, now);
    }

    private static ConsentPolicy Make(OrganizationId organization, ConsentPolicy? before, PolicyTerms terms, string by, DateTimeOffset now)
    {
        var policy = new ConsentPolicy { Organization = organization, Version = (before?.Version ?? 0) + 1, InForceSince = now, ChangedBy = by, Terms = terms };
        policy.Raise(new LedgerFact("policy.changed", organization.ToString(), null, new Dictionary<string, string>
        {
            ["policy"] = "consent",
            ["version"] = policy.Version.ToString(CultureInfo.InvariantCulture),
            ["crossBorder"] = terms.CrossBorder.ToString(),
            ["missingPartyCosts"] = terms.MissingPartyCosts.ToString(),
            ["acceptImplied"] = Word(terms.AcceptImplied),
            ["acceptBeepTone"] = Word(terms.AcceptBeepTone),
            ["announceAlways"] = Word(terms.AnnounceAlways),
            ["honourRefusal"] = Word(terms.HonourRefusal),
            ["trustHints"] = Word(terms.TrustHints),
            ["basis"] = terms.Basis.ToString(),
            ["statedBasis"] = terms.StatedBasis ?? "",
            ["contact"] = terms.Contact ?? "",
            ["recordingMode"] = terms.IsMixed ? "mixed" : "per-participant",
            ["requiredPurposes"] = string.Join(' ', terms.RequiredPurposes),
            ["quarantineDays"] = terms.QuarantineDays.ToString(CultureInfo.InvariantCulture),
        }));
        foreach (var added in terms.Overrides.Where(o => before?.Terms.Overrides.Contains(o) != true))
        {
            policy.Raise(new LedgerFact("policy.override-stated", organization.ToString(), null, new Dictionary<string, string>
            {
                ["place"] = added.Code,
                ["model"] = added.Model.ToString(),
                ["justification"] = added.Justification,
                ["lawfulBasis"] = added.LawfulBasis ?? "",
                ["until"] = added.Until.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["version"] = policy.Version.ToString(CultureInfo.InvariantCulture),
            }));
        }

        foreach (var removed in before?.Terms.Overrides.Where(o => !terms.Overrides.Contains(o)) ?? [])
        {
            policy.Raise(new LedgerFact("policy.override-removed", organization.ToString(), null, new Dictionary<string, string>
            {
                ["place"] = removed.Code,
                ["model"] = removed.Model.ToString(),
                ["until"] = removed.Until.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["version"] = policy.Version.ToString(CultureInfo.InvariantCulture),
            }));
        }

        return policy;
    }

    /// <summary>A hint taken for a place may be looser than the unknown place, and every basis but consent asks less of people.</summary>
    private static bool Loosens(PolicyTerms before, PolicyTerms after) =>
        (after.TrustHints && !before.TrustHints) || (after.Basis != before.Basis && after.Basis != LawfulBasis.Consent);

    /// <summary>The law data are a floor: who goes below it says on what that rests.</summary>
    private static Error? Refuse(PlaceOverride place, RulePack pack)
    {
        if (!pack.Rules.TryGetValue(place.Code, out var rule))
        {
            return ConsentErrors.PlaceUnknown;
        }

        if (string.IsNullOrWhiteSpace(place.Justification) || place.Until <= place.Since)
        {
            return ConsentErrors.OverrideIncomplete;
        }

        var strictest = rule.ByMedium.Values.Concat(rule.Criminal.Values).Append(rule.Model).Max();
        return place.Model < strictest && string.IsNullOrWhiteSpace(place.LawfulBasis) ? ConsentErrors.OverrideLoosens : null;
    }

    private static bool IsContact(string text) =>
        text.Length <= LongestContact && Uri.TryCreate(text, UriKind.Absolute, out var address) && text == address.OriginalString.Trim()
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeMailto && address.UserInfo.Length > 0 && address.Host.Length > 0));

    private static string Word(bool flag) => flag ? "yes" : "no";
}
