using System.Text.Json;

namespace RecordsManager.Ingest;

/// <summary>Tolerant reading of foreign JSON: a member that is absent or of another type is null, never an exception.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            // another member's name is not valid text
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value && value.TryRead() is { Length: > 0 } text ? text : null;

    public static long? Integer(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Ids that a product may configure as numbers or as strings (Janus' string_ids).</summary>
    public static string? Id(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } value when value.TryRead() is { Length: > 0 and <= 256 } text => text,
        { ValueKind: JsonValueKind.Number } value when value.GetRawText() is { Length: <= 32 } text => text,
        _ => null,
    };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    // a lone surrogate escape ("\ud800") is valid JSON and not valid text
    public static string? TryRead(this JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
