using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>Fields of a JSON file as far as they are what they should be: nothing in a file makes a look at it throw.</summary>
internal static class JsonFields
{
    private const int Deepest = 32;

    /// <exception cref="UnreadableTranscriptException">It is no JSON, or no object.</exception>
    public static List<ReadLine> Read(string content, Func<JsonElement, List<ReadLine>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(content.TrimStart('\uFEFF')), new JsonDocumentOptions { MaxDepth = Deepest });
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw new UnreadableTranscriptException("Line 1: it is JSON, but no object with a transcript in it.");
        }
        catch (JsonException broken)
        {
            throw new UnreadableTranscriptException($"Line {broken.LineNumber + 1}: this is no JSON.");
        }
    }

    public static JsonElement? Object(this JsonElement element, string name) => element.Field(name, JsonValueKind.Object);

    public static JsonElement? Array(this JsonElement element, string name) => element.Field(name, JsonValueKind.Array);

    public static string? Text(this JsonElement element, string name)
    {
        try
        {
            return element.Field(name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    /// <summary>A number, or a string that is one, with or without the unit <c>s</c> (a protobuf duration).</summary>
    public static double? Number(this JsonElement element, string name) =>
        element.Field(name, JsonValueKind.Number) is { } value ? value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null
        : element.Text(name) is { Length: < 32 } text && double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var written) && double.IsFinite(written) ? written
        : null;

    /// <summary>A name or a number that stands for somebody; null where there is none.</summary>
    public static string? Label(this JsonElement element, string name) =>
        (element.Field(name, JsonValueKind.Number)?.GetRawText() ?? element.Text(name)) is { } label && CueText.Plain(label) is { Length: > 0 } plain ? plain : null;

    private static JsonElement? Field(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
