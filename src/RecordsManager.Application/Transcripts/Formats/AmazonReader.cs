using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// The output of a job of Amazon Transcribe: <c>results.items</c>, times as strings of seconds. Who speaks stands at the item, or in
/// <c>speaker_labels</c> by the item's beginning, or is the channel.
/// </summary>
internal static class AmazonReader
{
    public static List<ReadLine> Read(JsonElement root)
    {
        if (root.Object("results") is not { } results || results.Array("items") is not { } items)
        {
            throw new UnreadableTranscriptException("Line 1: there are no results with items in it.");
        }

        var labels = Labels(results);
        List<ReadLine> words = [];
        var number = 0;
        foreach (var item in items.EnumerateArray())
        {
            number++;
            var content = item.Array("alternatives")?.EnumerateArray().FirstOrDefault().Text("content");
            if (item.Text("type") == "punctuation")
            {
                if (words.Count > 0 && content is not null)
                {
                    words[^1] = words[^1] with { Text = words[^1].Text + CueText.Plain(content) }; // it has no time of its own
                }

                continue;
            }

            var speaker = item.Label("speaker_label") ?? (item.Text("start_time") is { } at ? labels.GetValueOrDefault(at) : null) ?? item.Label("channel_label");
            TimedText.Add(words, $"Item {number}", speaker, item.Number("start_time") * 1000, item.Number("end_time") * 1000, content);
        }

        return TimedText.Joined(words);
    }

    private static Dictionary<string, string> Labels(JsonElement results)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (var segment in results.Object("speaker_labels")?.Array("segments")?.EnumerateArray() ?? default)
        {
            foreach (var item in segment.Array("items")?.EnumerateArray() ?? default)
            {
                if ((item.Text("start_time"), item.Label("speaker_label")) is ({ } at, { } label))
                {
                    labels[at] = label;
                }
            }
        }

        return labels;
    }
}
