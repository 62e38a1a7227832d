using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Consent;

/// <summary>A web origin (RFC 6454) whose pages may frame this organization's consent pages.</summary>
public sealed class WidgetOrigin : AggregateRoot
{
    private WidgetOrigin()
    {
    }

    public WidgetOrigin(WidgetOriginId id, OrganizationId organization, string origin, DateTimeOffset allowedAt)
    {
        Id = id;
        Organization = organization;
        Origin = origin;
        AllowedAt = allowedAt;
        Raise(new LedgerFact("policy.changed", id.ToString(), null, new Dictionary<string, string> { ["policy"] = "widget-origins", ["allowed"] = origin }));
    }

    public WidgetOriginId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary><c>https://host</c> or <c>https://host:port</c>, in lower case; never a wildcard.</summary>
    public string Origin { get; private set; } = "";

    public DateTimeOffset AllowedAt { get; private set; }

    /// <summary>Reads an origin as browsers write it. Plain http only for this very machine.</summary>
    public static Result<string> Read(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown
            ? uri.Scheme + "://" + (uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost) + (uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : WidgetErrors.OriginMalformed;
}

public static class WidgetErrors
{
    public static readonly Error OriginMalformed = new(
        "widget.origin-malformed", "This is not the origin of a website.", ErrorKind.Validation, "Send https, host and port as in https://app.example.com; nothing after it.");

    public static readonly Error OriginNotFound = new(
        "widget.origin-not-found", "This origin is not allowed, so it cannot be taken back.", ErrorKind.NotFound);
}
