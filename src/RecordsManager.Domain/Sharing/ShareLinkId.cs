namespace RecordsManager.Domain.Sharing;

/// <summary>Written as <c>lnk_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ShareLinkId(Guid Value)
{
    public const string Prefix = "lnk_";

    public static ShareLinkId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ShareLinkId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
