using System.Text.Json;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>A transcript of AssemblyAI, times in milliseconds: <c>utterances</c> where speakers were asked for, else its words.</summary>
internal static class AssemblyAiReader
{
    public static List<ReadLine> Read(JsonElement root)
    {
        List<ReadLine> lines = [];
        var isWhole = root.Array("utterances") is not null;
        if ((root.Array("utterances") ?? root.Array("words")) is not { } parts)
        {
            throw new UnreadableTranscriptException(
                root.Text("status") is { } status and not "completed" ? $"Line 1: the transcript is not completed but “{CueText.Plain(status)}”." : "Line 1: there are neither utterances nor words in it.");
        }

        var number = 0;
        foreach (var part in parts.EnumerateArray())
        {
            number++;
            TimedText.Add(lines, $"{(isWhole ? "Utterance" : "Word")} {number}", part.Label("speaker"), part.Number("start"), part.Number("end"), part.Text("text"));
        }

        return isWhole ? lines : TimedText.Joined(lines);
    }
}
