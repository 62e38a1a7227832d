namespace RecordsManager.Domain.Transcripts;

/// <summary>Written as <c>wrt_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct TranscriptionId(Guid Value)
{
    public const string Prefix = "wrt_";

    public static TranscriptionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out TranscriptionId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
