using System.Net;
using System.Text.RegularExpressions;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>
/// WebVTT (W3C): a cue is a line of each voice span in it; NOTE, STYLE and REGION blocks, settings and other tags are read over.
/// </summary>
internal static partial class WebVttReader
{
    /// <param name="areNamesBeforeWords">As Zoom writes it, <c>Name: </c> begins a cue.</param>
    public static List<ReadLine> Read(string content, bool areNamesBeforeWords = false)
    {
        List<ReadLine> lines = [];
        var isFirst = true;
        foreach (var block in CueText.Blocks(content))
        {
            if (isFirst)
            {
                isFirst = false;
                if (!HeaderForm().IsMatch(block[0].Text))
                {
                    throw new UnreadableTranscriptException($"Line {block[0].Number}: a WebVTT file begins with WEBVTT.");
                }

                continue; // what stands below it up to the first empty line belongs to the header
            }

            if (!OtherForm().IsMatch(block[0].Text))
            {
                lines.AddRange(areNamesBeforeWords ? Cue(block).Select(Named) : Cue(block));
            }
        }

        return isFirst ? throw new UnreadableTranscriptException("Line 1: a WebVTT file begins with WEBVTT.") : lines;
    }

    /// <summary>Do most cues begin with a name? Only a look: what is no WebVTT names nobody.</summary>
    public static bool NamesItsSpeakers(string content)
    {
        try
        {
            var lines = Read(content);
            return 2 * lines.Count(l => SrtReader.NameForm().IsMatch(l.Text)) > lines.Count;
        }
        catch (UnreadableTranscriptException)
        {
            return false;
        }
    }

    private static ReadLine Named(ReadLine line) =>
        line.Speaker is null && SrtReader.NameForm().Match(line.Text) is { Success: true } named ? line with { Speaker = named.Groups[1].Value, Text = named.Groups[2].Value } : line;

    private static IEnumerable<ReadLine> Cue(List<(int Number, string Text)> block)
    {
        var at = CueText.IsTiming(block[0].Text) ? 0 : 1; // an identifier may stand before the timing
        if (at >= block.Count || !CueText.IsTiming(block[at].Text))
        {
            throw new UnreadableTranscriptException($"Line {block[0].Number}: a cue has a timing like 00:00:01.000 --> 00:00:02.000 in its first or second line.");
        }

        var (from, to) = CueText.Timing(block[at].Number, block[at].Text);
        string? speaker = null;
        var start = 0;
        var payload = string.Join(' ', block.Skip(at + 1).Select(l => l.Text));
        foreach (Match tag in VoiceForm().Matches(payload).Cast<Match>())
        {
            if (Line(speaker, from, to, payload[start..tag.Index]) is { } before)
            {
                yield return before;
            }

            speaker = tag.Groups["name"].Success && CueText.Plain(WebUtility.HtmlDecode(tag.Groups["name"].Value)) is { Length: > 0 } name ? name : null;
            start = tag.Index + tag.Length;
        }

        if (Line(speaker, from, to, payload[start..]) is { } last)
        {
            yield return last;
        }
    }

    private static ReadLine? Line(string? speaker, long from, long to, string marked) =>
        CueText.Plain(WebUtility.HtmlDecode(TagForm().Replace(marked, ""))) is { Length: > 0 } text ? new ReadLine(speaker, from, to, text) : null;

    [GeneratedRegex(@"^WEBVTT(?:[ \t].*)?$")]
    private static partial Regex HeaderForm();

    [GeneratedRegex(@"^(?:NOTE|STYLE|REGION)(?:[ \t].*)?$")]
    private static partial Regex OtherForm();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?(?:\s+(?<name>[^>]*))?>|</v>")]
    private static partial Regex VoiceForm();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex TagForm();
}
