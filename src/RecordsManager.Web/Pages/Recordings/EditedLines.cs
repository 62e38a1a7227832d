using System.Globalization;
using System.Text.RegularExpressions;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>A line in the form: its key is the id of the line, or a new one's that begins with <c>new</c>.</summary>
/// <param name="Text">Null: withheld, and not in the form.</param>
public sealed record EditedLine(string Key, string Participant, string From, string To, string? Text, bool IsGone)
{
    public static EditedLine Of(TranscriptLineView line) =>
        new(line.Id.ToString(), line.Participant.ToString(), EditedLines.Clock(line.FromMs), EditedLines.Clock(line.ToMs), line.Text, IsGone: false);
}

/// <summary>The form of the editor: what was posted, and what of it differs from what there is.</summary>
public static partial class EditedLines
{
    public static IReadOnlyList<EditedLine> Read(IFormCollection form) =>
        [.. form["key"].OfType<string>().Distinct(StringComparer.Ordinal).Select(key => new EditedLine(
            key, form["who." + key].ToString(), form["from." + key].ToString(), form["to." + key].ToString(), form["text." + key].ToString(), form.ContainsKey("gone." + key)))];

    /// <summary>A line that says what it said already is not written again: its id stays.</summary>
    public static Result<(IReadOnlyList<EditTranscript.Line> Written, IReadOnlyList<TranscriptLineId> Removed)> Changes(IReadOnlyList<EditedLine> posted, TranscriptView stored)
    {
        var known = stored.Lines.ToDictionary(l => l.Id.ToString(), EditedLine.Of, StringComparer.Ordinal);
        List<EditTranscript.Line> written = [];
        List<TranscriptLineId> removed = [];
        foreach (var line in posted)
        {
            TranscriptLineId? id = TranscriptLineId.TryParse(line.Key, out var parsed) ? parsed : null;
            if (line.IsGone)
            {
                removed.AddRange(id is { } goes ? [goes] : []);
            }
            else if (line != known.GetValueOrDefault(line.Key))
            {
                if (Ms(line.From) is not { } from || Ms(line.To) is not { } to || !ParticipantId.TryParse(line.Participant, out var who))
                {
                    return TranscriptErrors.LineInvalid($"The line “{Start(line.Text)}” has a time that cannot be read. Write it like 0:02.650.");
                }

                written.Add(new EditTranscript.Line(id, who, from, to, line.Text ?? ""));
            }
        }

        return (written, removed);
    }

    /// <summary>0:02.650, 1:04:55.000</summary>
    public static string Clock(long ms) => string.Create(
        CultureInfo.InvariantCulture, $"{(ms >= 3_600_000 ? $"{ms / 3_600_000}:{ms / 60_000 % 60:00}" : $"{ms / 60_000}")}:{ms / 1_000 % 60:00}.{ms % 1_000:000}");

    /// <returns>Null: it cannot be read.</returns>
    public static long? Ms(string text)
    {
        var match = ClockForm().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        long Part(string name) => match.Groups[name].Success ? long.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return (((Part("h") * 60) + Part("m")) * 60_000) + (Part("s") * 1_000) + (match.Groups["f"].Success ? long.Parse(match.Groups["f"].Value.PadRight(3, '0'), NumberStyles.None, CultureInfo.InvariantCulture) : 0);
    }

    private static string Start(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text ?? "";

    [GeneratedRegex(@"^(?:(?:(?<h>[0-9]{1,3}):)?(?<m>[0-9]{1,3}):)?(?<s>[0-9]{1,5})(?:[.,](?<f>[0-9]{1,3}))?$")]
    private static partial Regex ClockForm();
}
