using System.Globalization;
using System.Text.RegularExpressions;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>What WebVTT and SRT have in common: lines in blocks, times with an arrow between.</summary>
internal static partial class CueText
{
    /// <summary>Blocks of lines between empty ones, each line with its number from 1.</summary>
    public static IEnumerable<List<(int Number, string Text)>> Blocks(string content)
    {
        List<(int, string)> block = [];
        var number = 0;
        foreach (var raw in content.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'))
        {
            number++;
            if (raw.Trim().Length > 0)
            {
                block.Add((number, raw));
            }
            else if (block.Count > 0)
            {
                yield return block;
                block = [];
            }
        }

        if (block.Count > 0)
        {
            yield return block;
        }
    }

    public static bool IsTiming(string line) => line.Contains("-->", StringComparison.Ordinal);

    public static (long FromMs, long ToMs) Timing(int number, string line)
    {
        var match = TimingForm().Match(line);
        if (!match.Success)
        {
            throw new UnreadableTranscriptException($"Line {number}: this is no timing. Expected two times like 00:00:01.000 with --> between them.");
        }

        var (from, to) = (Ms(match, 1), Ms(match, 5));
        return to > from ? (from, to) : throw new UnreadableTranscriptException($"Line {number}: it ends before it begins.");
    }

    /// <summary>One line without surplus space.</summary>
    public static string Plain(string text) => Spaces().Replace(text, " ").Trim();

    private static long Ms(Match match, int first)
    {
        long Part(int group) => match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return (((Part(first) * 60) + Part(first + 1)) * 60_000) + (Part(first + 2) * 1_000) + Part(first + 3);
    }

    [GeneratedRegex(@"^\s*(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})\s*-->\s*(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})(?:\s.*)?$")]
    private static partial Regex TimingForm();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
