namespace RecordsManager.Domain.Recordings;

/// <summary>Written as <c>obj_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct MediaObjectId(Guid Value)
{
    public const string Prefix = "obj_";

    public static MediaObjectId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out MediaObjectId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
