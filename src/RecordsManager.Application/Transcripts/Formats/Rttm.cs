using System.Globalization;
using RecordsManager.Domain;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts.Formats;

/// <param name="Speaker">As the file names them.</param>
public sealed record Turn(string Speaker, long FromMs, long ToMs);

/// <summary>
/// Who speaks when, as a diarisation tells it: RTTM of NIST, one turn a line, <c>SPEAKER file chan start dur NA NA name conf NA</c>
/// in seconds. Records of other types and comments (<c>;;</c>) are read over.
/// </summary>
public static class Rttm
{
    private static readonly HashSet<string> Others = new(
        ["SEGMENT", "NOSCORE", "NO_RT_METADATA", "LEXEME", "NON-LEX", "NON-SPEECH", "FILLER", "EDIT", "IP", "SU", "CB", "A/P", "SPKR-INFO"], StringComparer.Ordinal);

    /// <returns>By time. Refusals: <c>transcript.turns-unreadable</c> says where, <c>transcript.too-large</c>.</returns>
    public static Result<IReadOnlyList<Turn>> Read(string content)
    {
        if (content.Length > TranscriptFile.MostBytes)
        {
            return TranscriptErrors.TooLarge;
        }

        List<Turn> turns = [];
        string? file = null;
        var number = 0;
        foreach (var raw in content.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var fields = raw.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || fields[0].StartsWith(";;", StringComparison.Ordinal) || Others.Contains(fields[0]))
            {
                continue;
            }

            if (fields[0] != "SPEAKER" || fields.Length is < 9 or > 10)
            {
                return Refused(number, "a turn has ten fields and begins with SPEAKER.");
            }

            if (file is not null && fields[1] != file)
            {
                return Refused(number, "this is another recording than in the lines above. Split the file.");
            }

            file = fields[1];
            if (Seconds(fields[3]) is not { } start || Seconds(fields[4]) is not ({ } lasts and > 0))
            {
                return Refused(number, "its fourth field is where it begins and its fifth how long it lasts, in seconds.");
            }

            if (fields[7] is "<NA>" or "NA")
            {
                return Refused(number, "its eighth field says who speaks.");
            }

            turns.Add(new Turn(fields[7], (long)Math.Round(start * 1000), (long)Math.Round((start + lasts) * 1000)));
            if (turns.Count > TranscriptFile.MostLines)
            {
                return TranscriptErrors.TooLarge;
            }
        }

        return turns.Count == 0 ? Refused(1, "there is no turn in it.") : turns.OrderBy(t => t.FromMs).ToList();
    }

    /// <summary>Gives each line without a speaker the one who speaks the longest in it; where nobody does, it stays without.</summary>
    public static IReadOnlyList<ReadLine> Name(IReadOnlyList<ReadLine> lines, IReadOnlyList<Turn> turns)
    {
        List<ReadLine> named = [];
        var first = 0;
        var longest = turns.Max(t => t.ToMs - t.FromMs);
        foreach (var line in lines.OrderBy(l => l.FromMs))
        {
            while (first < turns.Count && turns[first].FromMs + longest <= line.FromMs)
            {
                first++; // not even the longest turn reaches from there into this line
            }

            Dictionary<string, long> heard = new(StringComparer.Ordinal);
            for (var i = first; line.Speaker is null && i < turns.Count && turns[i].FromMs < line.ToMs; i++)
            {
                var overlap = Math.Min(turns[i].ToMs, line.ToMs) - Math.Max(turns[i].FromMs, line.FromMs);
                if (overlap > 0)
                {
                    heard[turns[i].Speaker] = heard.GetValueOrDefault(turns[i].Speaker) + overlap;
                }
            }

            named.Add(heard.Count == 0 ? line : line with { Speaker = heard.MaxBy(h => h.Value).Key });
        }

        return named;
    }

    private static double? Seconds(string field) =>
        double.TryParse(field, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9 ? seconds : null;

    private static Error Refused(int line, string what) => TranscriptErrors.TurnsUnreadable($"Line {line} of the turns: {what}");
}
