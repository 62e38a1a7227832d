using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// The answer of Deepgram's listen: <c>results.utterances</c> where they were asked for, else the sentences of each channel's
/// paragraphs, else its words. Where there are several channels and no speaker, the channel is who speaks.
/// </summary>
internal static class DeepgramReader
{
    public static List<ReadLine> Read(JsonElement root)
    {
        if (root.Object("results") is not { } results || results.Array("channels") is not { } channels)
        {
            throw new UnreadableTranscriptException("Line 1: there are no results with channels in it.");
        }

        var several = channels.GetArrayLength() > 1;
        List<ReadLine> lines = [];
        if (results.Array("utterances") is { } utterances)
        {
            var number = 0;
            foreach (var utterance in utterances.EnumerateArray())
            {
                number++;
                var speaker = utterance.Label("speaker") ?? (several && utterance.Label("channel") is { } channel ? "channel " + channel : null);
                TimedText.Add(lines, $"Utterance {number}", speaker, utterance.Number("start") * 1000, utterance.Number("end") * 1000, utterance.Text("transcript"));
            }

            return lines;
        }

        var index = 0;
        foreach (var channel in channels.EnumerateArray())
        {
            var whose = several ? $"channel {index}" : null;
            if (channel.Array("alternatives")?.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } best)
            {
                lines.AddRange(best.Object("paragraphs")?.Array("paragraphs") is { } paragraphs ? Sentences(paragraphs, index, whose) : Words(best, index, whose));
            }

            index++;
        }

        return lines;
    }

    private static List<ReadLine> Sentences(JsonElement paragraphs, int channel, string? whose)
    {
        List<ReadLine> lines = [];
        var number = 0;
        foreach (var paragraph in paragraphs.EnumerateArray())
        {
            number++;
            foreach (var sentence in paragraph.Array("sentences")?.EnumerateArray() ?? default)
            {
                TimedText.Add(lines, $"Channel {channel}, paragraph {number}", paragraph.Label("speaker") ?? whose, sentence.Number("start") * 1000, sentence.Number("end") * 1000, sentence.Text("text"));
            }
        }

        return lines;
    }

    private static List<ReadLine> Words(JsonElement best, int channel, string? whose)
    {
        List<ReadLine> words = [];
        var number = 0;
        foreach (var word in best.Array("words")?.EnumerateArray() ?? default)
        {
            number++;
            TimedText.Add(words, $"Channel {channel}, word {number}", word.Label("speaker") ?? whose, word.Number("start") * 1000, word.Number("end") * 1000, word.Text("punctuated_word") ?? word.Text("word"));
        }

        return TimedText.Joined(words);
    }
}
