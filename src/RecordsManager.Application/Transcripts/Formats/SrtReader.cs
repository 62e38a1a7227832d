using System.Net;
using System.Text.RegularExpressions;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>SubRip, where a speaker stands as <c>Name: </c> before the words; another speaker in the same cue begins a line of its own.</summary>
internal static partial class SrtReader
{
    public static List<ReadLine> Read(string content)
    {
        List<ReadLine> lines = [];
        foreach (var block in CueText.Blocks(content))
        {
            var at = CueText.IsTiming(block[0].Text) ? 0 : 1;
            if (at >= block.Count || !CueText.IsTiming(block[at].Text))
            {
                throw new UnreadableTranscriptException($"Line {block[0].Number}: a subtitle has its number, then a timing like 00:00:01,000 --> 00:00:02,000.");
            }

            var (from, to) = CueText.Timing(block[at].Number, block[at].Text);
            var first = lines.Count;
            foreach (var (_, raw) in block.Skip(at + 1))
            {
                var text = CueText.Plain(WebUtility.HtmlDecode(MarkForm().Replace(raw, "")));
                var named = NameForm().Match(text);
                if (named.Success)
                {
                    lines.Add(new ReadLine(named.Groups[1].Value, from, to, named.Groups[2].Value));
                }
                else if (text.Length > 0 && lines.Count > first)
                {
                    lines[^1] = lines[^1] with { Text = lines[^1].Text + " " + text };
                }
                else if (text.Length > 0)
                {
                    lines.Add(new ReadLine(null, from, to, text));
                }
            }
        }

        return lines.Count > 0 ? lines : throw new UnreadableTranscriptException("Line 1: there is no subtitle in it.");
    }

    /// <summary>A name has no more than five words and no mark that ends a sentence.</summary>
    [GeneratedRegex(@"^([^\s:.!?,][^\s:!?,]*(?: [^\s:!?,]+){0,4}): (.*\S)$")]
    internal static partial Regex NameForm();

    [GeneratedRegex(@"</?[a-zA-Z][^>]*>|\{\\[^}]*\}")]
    private static partial Regex MarkForm();
}
