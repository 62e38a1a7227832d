using System.Globalization;
using System.Text.RegularExpressions;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Rules;

/// <summary>Reads the few forms in which a regime says how long a minor's recording is kept. What is in another form is refused: it would be a minimum left out.</summary>
internal static partial class MinorsMinimumText
{
    public static MinorsMinimum? Read(Node text)
    {
        if (text.TextOrNull() is not { } words)
        {
            return null;
        }

        var match = new[] { UntilAge(), OrUntilAge(), AfterAge() }.Select(form => form.Match(words)).FirstOrDefault(m => m.Success);
        return match is not null && CalendarSpan.TryParse(match.Groups["least"].Value, out var least)
            ? new MinorsMinimum(int.Parse(match.Groups["age"].Value, CultureInfo.InvariantCulture), CalendarSpan.TryParse(match.Groups["beyond"].Value, out var beyond) ? beyond : null, least)
            : throw text.Wrong("expected 'until age 21 or P7Y, longer' or 'P1Y after age 18, not less than P7Y'");
    }

    [GeneratedRegex(@"^until age (?<age>[0-9]{1,2}) or (?<least>P[0-9]+[YMWD])(, longer)?( \(verify\))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UntilAge();

    [GeneratedRegex(@"^(?<least>P[0-9]+[YMWD]) or until age (?<age>[0-9]{1,2}), longer( \(verify\))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OrUntilAge();

    [GeneratedRegex(@"^(?<beyond>P[0-9]+[YMWD]) after age (?<age>[0-9]{1,2}), not less than (?<least>P[0-9]+[YMWD])( \(verify\))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AfterAge();
}
