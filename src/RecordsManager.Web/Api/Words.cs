using System.Text.Json;

namespace RecordsManager.Web.Api;

/// <summary>A state's word in the API: the type's own word, lower case, dashed.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word of the contract; null where it is none.</summary>
    public static T? Parse<T>(string? text)
        where T : struct, Enum =>
        text is not null && text.All(c => char.IsAsciiLetter(c) || c == '-') && Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : null;
}
