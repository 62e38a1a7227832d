namespace RecordsManager.Domain.Recordings;

/// <summary>Written as <c>rec_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct RecordingId(Guid Value)
{
    public const string Prefix = "rec_";

    public static RecordingId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out RecordingId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
