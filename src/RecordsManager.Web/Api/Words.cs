using System.Text.Json;

namespace RecordsManager.Web.Api;

/// <summary>A state's word in the API: the type's own word, lower case, dashed.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
