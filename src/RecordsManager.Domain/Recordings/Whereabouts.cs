namespace RecordsManager.Domain.Recordings;

/// <summary>How a place is known, weakest first: a prefix or an address is a hint only (numbers are ported, people roam).</summary>
public enum LocationSource
{
    Unknown,
    Ip,
    PhonePrefix,
    Billing,
    Declared,

    /// <summary>The participant said so in this call.</summary>
    Confirmed,
}

public enum AgeBand
{
    Unknown,
    Adult,
    Child,
}

/// <summary>How one participant takes part.</summary>
public enum CallChannel
{
    /// <summary>By an app or a browser.</summary>
    Electronic,
    Telephone,
    InPerson,
}

/// <summary>What kind of call it is: several laws have a rule of their own for each.</summary>
public enum CallMedium
{
    Video,
    Telephone,
    InPerson,
}

/// <summary>From when on somebody was where: the law of the new place counts from <paramref name="Since"/>, never for what was captured before.</summary>
/// <param name="Locations">ISO 3166-1 or 3166-2, one or several; none is unknown, which counts as the strictest.</param>
public sealed record Whereabouts(DateTimeOffset Since, IReadOnlyList<string> Locations, LocationSource Source);

/// <summary>Somebody came or went, by the product's clock.</summary>
public readonly record struct PresenceMark(DateTimeOffset At, bool Joined);

/// <summary>One stay in the call; <paramref name="To"/> is null while it lasts.</summary>
public readonly record struct Visit(DateTimeOffset From, DateTimeOffset? To);

/// <summary>What is known of a participant; null says nothing and changes nothing.</summary>
/// <param name="Locations">ISO 3166-1 or 3166-2; empty says: unknown.</param>
/// <param name="Language">BCP 47.</param>
public sealed record ParticipantFacts(
    string? Role = null,
    IReadOnlyList<string>? Locations = null,
    LocationSource? LocationSource = null,
    AgeBand? AgeBand = null,
    int? AgeYears = null,
    CallChannel? Channel = null,
    string? Language = null);
