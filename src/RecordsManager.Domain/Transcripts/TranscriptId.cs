namespace RecordsManager.Domain.Transcripts;

/// <summary>Written as <c>trn_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct TranscriptId(Guid Value)
{
    public const string Prefix = "trn_";

    public static TranscriptId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out TranscriptId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
