namespace RecordsManager.Domain.Organizations;

/// <summary>Written as <c>key_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ApiKeyId(Guid Value)
{
    public const string Prefix = "key_";

    public static ApiKeyId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ApiKeyId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
