namespace RecordsManager.Domain.Consent;

/// <summary>Written as <c>cns_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ConsentEventId(Guid Value)
{
    public const string Prefix = "cns_";

    public static ConsentEventId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ConsentEventId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
