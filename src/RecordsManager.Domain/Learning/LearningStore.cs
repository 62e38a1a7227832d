using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Learning;

/// <summary>
/// Where the learning signals of an organization go (an LRS, learning record store), and from when on a recording is completed.
/// There is none until somebody sets it up, and while it is off nothing is recorded and nothing sent.
/// </summary>
public sealed class LearningStore : AggregateRoot
{
    public const int LongestEndpoint = 500;
    public const int LongestKey = 200;
    public const int LongestSecret = 500;

    private LearningStore()
    {
    }

    /// <param name="homePage">Our own origin, <c>https://host</c>: pseudonyms and recordings are named under it, so it stays as it is.</param>
    public LearningStore(OrganizationId organization, string homePage) => (Organization, HomePage) = (organization, homePage);

    public OrganizationId Organization { get; private set; }

    public string HomePage { get; private set; } = "";

    /// <summary>Base address of the xAPI, up to and without <c>/statements</c>.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The name of HTTP Basic authentication.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Its password, sealed under the organization's key.</summary>
    public byte[] SealedSecret { get; private set; } = [];

    /// <summary>How much of a recording has to be played for it to be completed, 0.01 to 1.</summary>
    public double Threshold { get; private set; } = 1;

    public bool IsOn { get; private set; }

    public int Version { get; private set; }

    /// <summary>As people are told where it goes.</summary>
    public string Host => new Uri(Endpoint).Authority;

    public Result Change(string endpoint, string key, byte[] sealedSecret, double threshold, bool isOn)
    {
        if (endpoint.Length > LongestEndpoint || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return LearningErrors.EndpointMalformed;
        }

        if (key.Length is 0 or > LongestKey || key.Contains(':', StringComparison.Ordinal) || key.Any(char.IsControl))
        {
            return LearningErrors.KeyMalformed;
        }

        if (sealedSecret.Length == 0)
        {
            return LearningErrors.SecretMissing;
        }

        if (threshold is not (>= 0.01 and <= 1))
        {
            return LearningErrors.ThresholdOutOfRange;
        }

        (Endpoint, Key, SealedSecret, Threshold, IsOn) = (address.AbsoluteUri.TrimEnd('/'), key, sealedSecret, threshold, isOn);
        Version++;
        Raise(new LedgerFact("learning.changed", Organization.ToString(), null, new Dictionary<string, string>
        {
            ["host"] = address.Authority,
            ["threshold"] = threshold.ToString(CultureInfo.InvariantCulture),
            ["is"] = isOn ? "on" : "off",
        }));
        return Result.Ok;
    }
}
