using System.Text;
using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// <c>segments</c> with seconds (OpenAI's <c>verbose_json</c>, Whisper, WhisperX with <c>speaker</c>) or <c>transcription</c> with
/// <c>offsets</c> in milliseconds (whisper.cpp).
/// </summary>
internal static class WhisperReader
{
    public static List<ReadLine> Read(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(content.TrimStart('\uFEFF')), new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement is not { ValueKind: JsonValueKind.Object } root ? throw Without()
                : Array(root, "segments") is { } segments ? Read(segments, Seconds)
                : Array(root, "transcription") is { } transcription ? Read(transcription, Offsets)
                : throw Without();
        }
        catch (JsonException broken)
        {
            throw new UnreadableTranscriptException($"Line {broken.LineNumber + 1}: this is no JSON.");
        }
    }

    private static List<ReadLine> Read(JsonElement segments, Func<JsonElement, (double? FromMs, double? ToMs)> times)
    {
        List<ReadLine> lines = [];
        var number = 0;
        foreach (var segment in segments.EnumerateArray())
        {
            number++;
            if (segment.ValueKind != JsonValueKind.Object || Text(segment, "text") is not { } text)
            {
                throw new UnreadableTranscriptException($"Segment {number}: it has no text.");
            }

            if (times(segment) is not ({ } from and >= 0, { } to and < 1e12) || to < from)
            {
                throw new UnreadableTranscriptException($"Segment {number}: it has no times, or ends before it begins.");
            }

            if (CueText.Plain(text) is { Length: > 0 } said)
            {
                // An engine may give a segment no length; a line that is seen has one.
                lines.Add(new ReadLine(Speaker(segment), (long)Math.Round(from), Math.Max((long)Math.Round(from) + 1, (long)Math.Round(to)), said));
            }
        }

        return lines;
    }

    private static string? Speaker(JsonElement segment) =>
        segment.TryGetProperty("speaker", out var speaker) && (speaker.ValueKind == JsonValueKind.Number ? speaker.GetRawText() : Text(segment, "speaker")) is { } name && CueText.Plain(name) is { Length: > 0 } plain ? plain : null;

    private static (double?, double?) Seconds(JsonElement segment) => (Number(segment, "start") * 1000, Number(segment, "end") * 1000);

    private static (double?, double?) Offsets(JsonElement segment) =>
        segment.TryGetProperty("offsets", out var offsets) && offsets.ValueKind == JsonValueKind.Object ? (Number(offsets, "from"), Number(offsets, "to")) : (null, null);

    private static JsonElement? Array(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static UnreadableTranscriptException Without() => new("Line 1: there are neither segments nor transcription in it.");
}
