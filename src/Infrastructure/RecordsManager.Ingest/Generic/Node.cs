using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RecordsManager.Ingest.Generic;

/// <summary>A value of the manifest with its JSON pointer (RFC 6901), so that every refusal names the place.</summary>
internal readonly partial record struct Node(JsonElement Element, string Pointer)
{
    private const int LongestText = 4096;

    public Node? Optional(string name)
    {
        if (Element.ValueKind is not JsonValueKind.Object)
        {
            throw Malformed("an object is expected");
        }

        return Element.Member(name) is { } value ? new Node(value, $"{Pointer}/{name}") : null;
    }

    public Node Required(string name) => Optional(name) ?? throw Malformed($"'{name}' is missing");

    /// <summary>An absent array is an empty one.</summary>
    public IEnumerable<Node> Items(string name) => Optional(name) is { } array ? array.Items() : [];

    public IEnumerable<Node> Items()
    {
        if (Element.ValueKind is not JsonValueKind.Array)
        {
            throw Malformed("an array is expected");
        }

        var pointer = Pointer;
        return Element.EnumerateArray().Select((item, i) => new Node(item, $"{pointer}/{i}"));
    }

    public string Text()
    {
        var text = Element.ValueKind is JsonValueKind.String ? Element.TryRead() : null;
        return text is { Length: > 0 and <= LongestText } ? text : throw Malformed($"a text of 1 to {LongestText} characters is expected");
    }

    public string Text(string name) => Required(name).Text();

    public string? OptionalText(string name) => Optional(name)?.Text();

    public bool IsTrue(string name) => Optional(name) is { } flag && flag.Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw flag.Malformed("true or false is expected"),
    };

    public long Integer()
    {
        return Element.ValueKind is JsonValueKind.Number && Element.TryGetInt64(out var value)
            ? value
            : throw Malformed("an integer is expected");
    }

    public double Number() => Element.ValueKind is JsonValueKind.Number && Element.TryGetDouble(out var value) && double.IsFinite(value)
        ? value
        : throw Malformed("a number is expected");

    /// <summary>Nanoseconds are strings, because JSON numbers lose them above 2^53.</summary>
    public long Ns()
    {
        return Element.ValueKind is JsonValueKind.String && Element.TryRead() is { } text && Digits().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ns)
            && ns is >= -Clocks.LatestNs and <= Clocks.LatestNs
                ? ns
                : throw Malformed("nanoseconds are expected as a string of digits, e.g. \"1763649001000000000\"");
    }

    public long? OptionalNs(string name) => Optional(name)?.Ns();

    /// <summary>RFC 3339 with up to nine decimals.</summary>
    public long UnixNs()
    {
        var match = Rfc3339().Match(Text());
        return match.Success
            && DateTimeOffset.TryParse(match.Groups["whole"].Value + match.Groups["zone"].Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole)
            && whole.Year is >= 1970 and < 2100
                ? (whole.ToUnixTimeSeconds() * 1_000_000_000) + long.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture)
                : throw Malformed("a time of RFC 3339 is expected, e.g. \"2026-11-20T14:30:00.000Z\"");
    }

    public RefusedDeliveryException Malformed(string problem) => new(IngestErrors.ManifestMalformed(Pointer, problem));

    [GeneratedRegex(@"^-?\d{1,19}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"^(?<whole>\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.(?<fraction>\d{1,9}))?(?<zone>[Zz]|[+-]\d\d:\d\d)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rfc3339();
}
