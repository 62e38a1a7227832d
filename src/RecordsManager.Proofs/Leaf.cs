using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RecordsManager.Proofs;

/// <summary>
/// The bytes of an entry of the ledger: canonical JSON (RFC 8785) that names nobody. Keys: a actor, c commitment to the
/// personal values or "", d details, k kind, l log (origin), o object, q index, s person or "", t time, v version.
/// Version 1 (before the tree) has neither c nor l.
/// </summary>
public sealed record Leaf
{
    /// <summary>The version that is written.</summary>
    public const int Current = 2;

    public int Version { get; init; } = Current;

    /// <summary>Name of the log the entry belongs to; "" in version 1.</summary>
    public string Origin { get; init; } = "";

    public required long Index { get; init; }

    /// <summary>Whole milliseconds; never before that of the entry before.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    /// <summary>Prefixed id of what it is about.</summary>
    public required string Object { get; init; }

    /// <summary>Pseudonymous id of the person it is about, or "".</summary>
    public string Person { get; init; } = "";

    /// <summary>Pseudonymous id of who did it.</summary>
    public required string Actor { get; init; }

    /// <summary><see cref="Proofs.Commitment"/> to the personal values; "" when there are none.</summary>
    public string Commitment { get; init; } = "";

    /// <summary>Facts that name nobody.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>(256);
        Member("{\"a\":"u8, Actor, output);
        if (Version > 1)
        {
            Member(",\"c\":"u8, Commitment, output);
        }

        output.Write(",\"d\":"u8);
        CanonicalJson.Write(Details, output);
        Member(",\"k\":"u8, Kind, output);
        if (Version > 1)
        {
            Member(",\"l\":"u8, Origin, output);
        }

        Member(",\"o\":"u8, Object, output);
        Member(",\"q\":"u8, Index, output);
        Member(",\"s\":"u8, Person, output);
        Member(",\"t\":"u8, Time(At), output);
        Member(",\"v\":"u8, Version, output);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a leaf, and accepts it only in exactly the bytes in which it would be written.</summary>
    /// <exception cref="ProofFormatException">It is no leaf.</exception>
    public static Leaf Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = CanonicalJson.Read(bytes);
        try
        {
            var leaf = Read(document.RootElement);
            return leaf.Write().AsSpan().SequenceEqual(bytes.Span) || (leaf.Version == 1 && IsOlderSpelling(bytes, document))
                ? leaf
                : throw new ProofFormatException("The leaf has members it should not have, or is not in canonical form.");
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException or FormatException and not ProofFormatException)
        {
            throw new ProofFormatException("The leaf lacks a member, or one has the wrong type.", broken);
        }
    }

    /// <summary>As leaves write it: UTC, whole milliseconds.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    public bool Equals(Leaf? other) => other is not null && Write().AsSpan().SequenceEqual(other.Write());

    public override int GetHashCode() => HashCode.Combine(Index, Kind, Object);

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static Leaf Read(JsonElement leaf)
    {
        var version = leaf.GetProperty("v").GetInt32();
        if (version is not (1 or Current))
        {
            throw new ProofFormatException($"Leaves of version {version} are not known here.");
        }

        return new Leaf
        {
            Version = version,
            Origin = version > 1 ? Text(leaf, "l") : "",
            Index = leaf.GetProperty("q").GetInt64(),
            At = DateTimeOffset.ParseExact(Text(leaf, "t"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            Kind = Text(leaf, "k"),
            Object = Text(leaf, "o"),
            Person = Text(leaf, "s"),
            Actor = Text(leaf, "a"),
            Commitment = version > 1 ? Text(leaf, "c") : "",
            Details = leaf.GetProperty("d").EnumerateObject().ToDictionary(d => d.Name, d => d.Value.GetString() ?? throw new InvalidOperationException(), StringComparer.Ordinal),
        };
    }

    private static string Text(JsonElement leaf, string name) => leaf.GetProperty(name).GetString() ?? throw new InvalidOperationException();

    /// <summary>Version 1 wrote what lies beyond the basic plane as an escape (😀 as \ud83d\ude00 in capitals): same members, other bytes.</summary>
    private static bool IsOlderSpelling(ReadOnlyMemory<byte> bytes, JsonDocument document) =>
        Encoding.UTF8.GetString(bytes.Span).Contains("\\u", StringComparison.OrdinalIgnoreCase)
        && Read(document.RootElement).Write().AsSpan().SequenceEqual(CanonicalJson.Of(document.RootElement));

    private static void Member(ReadOnlySpan<byte> before, string value, ArrayBufferWriter<byte> output)
    {
        output.Write(before);
        CanonicalJson.Write(value, output);
    }

    private static void Member(ReadOnlySpan<byte> before, long value, ArrayBufferWriter<byte> output)
    {
        output.Write(before);
        output.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }
}
