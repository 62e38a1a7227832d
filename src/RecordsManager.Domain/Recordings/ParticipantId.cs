using System.Globalization;

namespace RecordsManager.Domain.Recordings;

/// <summary>Written as <c>prt_</c> and 32 lower-case hexadecimal digits; time-ordered (UUID version 7).</summary>
public readonly record struct ParticipantId(Guid Value)
{
    public const string Prefix = "prt_";

    public static ParticipantId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>When they were first heard of here; the milliseconds that a UUID of version 7 begins with.</summary>
    public DateTimeOffset MadeAt => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Value.ToString("N").AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    public static bool TryParse(string? text, out ParticipantId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
