namespace RecordsManager.Domain.Erasure;

/// <summary>Written as <c>ers_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ErasureRequestId(Guid Value)
{
    public const string Prefix = "ers_";

    public static ErasureRequestId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ErasureRequestId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
