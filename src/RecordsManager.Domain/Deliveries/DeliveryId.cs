namespace RecordsManager.Domain.Deliveries;

/// <summary>Written as <c>dlv_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct DeliveryId(Guid Value)
{
    public const string Prefix = "dlv_";

    public static DeliveryId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out DeliveryId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
