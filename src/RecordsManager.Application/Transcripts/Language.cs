using System.Text.RegularExpressions;

namespace RecordsManager.Application.Transcripts;

internal static partial class Language
{
    /// <summary>Shaped like BCP 47: language, script, region, variant.</summary>
    public static bool IsTag(string text) => TagForm().IsMatch(text);

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex TagForm();
}
