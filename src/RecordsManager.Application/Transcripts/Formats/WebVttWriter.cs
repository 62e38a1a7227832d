using System.Globalization;
using System.Text;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>WebVTT with a voice span for each line: overlapping speech is cues of their own, nobody's words are merged with another's.</summary>
public static class WebVttWriter
{
    /// <param name="note">Stands in a NOTE block above the cues; null: none.</param>
    public static string Write(IEnumerable<ReadLine> lines, string? note = null)
    {
        var text = new StringBuilder("WEBVTT\n");
        if (note is not null)
        {
            text.Append("\nNOTE ").Append(note).Append('\n');
        }

        foreach (var line in lines)
        {
            text.Append('\n').Append(Clock(line.FromMs)).Append(" --> ").Append(Clock(line.ToMs)).Append('\n');
            if (line.Speaker is { } speaker)
            {
                text.Append("<v ").Append(Escaped(speaker)).Append('>');
            }

            text.Append(Escaped(line.Text)).Append('\n');
        }

        return text.ToString();
    }

    private static string Clock(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1_000 % 60:00}.{ms % 1_000:000}");

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
