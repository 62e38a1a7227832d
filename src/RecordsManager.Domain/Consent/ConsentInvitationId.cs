namespace RecordsManager.Domain.Consent;

/// <summary>Written as <c>inv_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ConsentInvitationId(Guid Value)
{
    public const string Prefix = "inv_";

    public static ConsentInvitationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ConsentInvitationId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
