using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// <c>segments</c> with seconds (OpenAI's <c>verbose_json</c>, Whisper, WhisperX with <c>speaker</c>) or <c>transcription</c> with
/// <c>offsets</c> in milliseconds (whisper.cpp).
/// </summary>
internal static class WhisperReader
{
    public static List<ReadLine> Read(JsonElement root) =>
        root.Array("segments") is { } segments ? Read(segments, s => (s.Number("start") * 1000, s.Number("end") * 1000))
        : root.Array("transcription") is { } transcription ? Read(transcription, s => s.Object("offsets") is { } offsets ? (offsets.Number("from"), offsets.Number("to")) : (null, null))
        : throw new UnreadableTranscriptException("Line 1: there are neither segments nor transcription in it.");

    private static List<ReadLine> Read(JsonElement segments, Func<JsonElement, (double? FromMs, double? ToMs)> times)
    {
        List<ReadLine> lines = [];
        var number = 0;
        foreach (var segment in segments.EnumerateArray())
        {
            number++;
            var (from, to) = times(segment);
            TimedText.Add(lines, $"Segment {number}", segment.Label("speaker"), from, to, segment.Text("text"));
        }

        return lines;
    }
}
