namespace RecordsManager.Domain.Retention;

/// <summary>Written as <c>pol_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct RetentionPolicyId(Guid Value)
{
    public const string Prefix = "pol_";

    public static RetentionPolicyId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out RetentionPolicyId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
