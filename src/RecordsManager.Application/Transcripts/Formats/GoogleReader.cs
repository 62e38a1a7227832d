using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// The answer of Google's Speech-to-Text, version 1 (<c>startTime</c>, <c>speakerTag</c>) or 2 (<c>startOffset</c>,
/// <c>speakerLabel</c>), also as a finished operation holds it. Only words have times. With speaker tags version 1 repeats all
/// words in its last result, and only there they have their tags.
/// </summary>
internal static class GoogleReader
{
    public static List<ReadLine> Read(JsonElement root)
    {
        if ((root.Array("results") ?? root.Object("response")?.Array("results")) is not { } results)
        {
            throw new UnreadableTranscriptException("Line 1: there are no results in it.");
        }

        List<List<ReadLine>> read = [];
        var isRepeated = false;
        var number = 0;
        foreach (var result in results.EnumerateArray())
        {
            number++;
            if (result.Array("alternatives")?.EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } best)
            {
                continue; // nothing was recognised there
            }

            if (best.Array("words") is not { } words)
            {
                throw new UnreadableTranscriptException($"Result {number}: its words have no times. Recognise it with word time offsets.");
            }

            isRepeated = words.EnumerateArray().Any(w => w.Number("speakerTag") > 0);
            read.Add(Words(words, number));
        }

        // The first word's missing time is zero: protobuf leaves zeros out.
        return TimedText.Joined(isRepeated ? read[^1] : read.SelectMany(r => r));
    }

    private static List<ReadLine> Words(JsonElement words, int result)
    {
        List<ReadLine> read = [];
        var number = 0;
        foreach (var word in words.EnumerateArray())
        {
            number++;
            var speaker = word.Label("speakerLabel") ?? (word.Number("speakerTag") > 0 ? word.Label("speakerTag") : null);
            TimedText.Add(read, $"Result {result}, word {number}", speaker, 1000 * (word.Number("startTime") ?? word.Number("startOffset") ?? 0), 1000 * (word.Number("endTime") ?? word.Number("endOffset")), word.Text("word"));
        }

        return read;
    }
}
