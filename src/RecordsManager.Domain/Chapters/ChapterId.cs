namespace RecordsManager.Domain.Chapters;

/// <summary>Written as <c>chp_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ChapterId(Guid Value)
{
    public const string Prefix = "chp_";

    public static ChapterId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out ChapterId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
