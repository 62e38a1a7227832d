using System.Text;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>Lines out of what an engine gives: whole segments, or single words that are put together.</summary>
internal static class TimedText
{
    private const long LongestLine = 7_000;
    private const long Pause = 1_000;
    private const int MostCharacters = 84; // two rows of a caption

    /// <param name="place">Where in the file it stands.</param>
    /// <exception cref="UnreadableTranscriptException">It has no text or no times.</exception>
    public static void Add(List<ReadLine> lines, string place, string? speaker, double? fromMs, double? toMs, string? text)
    {
        if (text is null)
        {
            throw new UnreadableTranscriptException($"{place}: it has no text.");
        }

        if ((fromMs, toMs) is not ({ } from and >= 0, { } to and < 1e12) || to < from)
        {
            throw new UnreadableTranscriptException($"{place}: it has no times, or ends before it begins.");
        }

        if (CueText.Plain(text) is { Length: > 0 } said)
        {
            // An engine may give a segment no length; a line that is seen has one.
            lines.Add(new ReadLine(speaker, (long)Math.Round(from), Math.Max((long)Math.Round(from) + 1, (long)Math.Round(to)), said));
        }
    }

    /// <summary>
    /// A line ends with its speaker, before a pause of a second, at the end of a sentence, and when it would last longer than seven
    /// seconds or fill more than two rows.
    /// </summary>
    /// <param name="words">Each a line of its own, in order of time.</param>
    public static List<ReadLine> Joined(IEnumerable<ReadLine> words)
    {
        List<ReadLine> lines = [];
        var text = new StringBuilder();
        ReadLine? line = null;
        foreach (var word in words)
        {
            if (line is not null && (word.Speaker != line.Speaker || word.FromMs - line.ToMs >= Pause || word.ToMs - line.FromMs > LongestLine || text.Length + 1 + word.Text.Length > MostCharacters
                || (text[^1] is '.' or '?' or '!' or '。' or '？' or '！')))
            {
                End();
            }

            line = line is null ? word : line with { ToMs = Math.Max(line.ToMs, word.ToMs) };
            text.Append(text.Length > 0 ? " " : "").Append(word.Text);
        }

        End();
        return lines;

        void End()
        {
            if (line is not null)
            {
                lines.Add(line with { Text = text.ToString() });
            }

            line = null;
            text.Clear();
        }
    }
}
