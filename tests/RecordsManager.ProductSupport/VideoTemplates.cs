using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RecordsManager.ProductSupport;

/// <summary>The statement templates of the Video Profile's own machine-readable file: what must be included in a statement of which verb.</summary>
public sealed partial class VideoTemplates(string path)
{
    private readonly JsonElement _profile = JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    /// <returns>Locations that a template of the statement's verb demands and that are not there. <c>interacted</c> is not used.</returns>
    public IReadOnlyList<string> Missing(JsonObject statement)
    {
        var verb = (string)statement["verb"]!["id"]!;
        var template = _profile.GetProperty("templates").EnumerateArray().Single(t => t.GetProperty("verb").GetString() == verb);
        var missing = template.GetProperty("rules").EnumerateArray().Where(r => r.GetProperty("presence").GetString() == "included")
            .Select(r => r.GetProperty("location").GetString()!).Where(location => At(statement, location) is null).ToList();
        if (template.TryGetProperty("objectActivityType", out var type) && type.GetString() != (string?)statement["object"]?["definition"]?["type"])
        {
            missing.Add("objectActivityType");
        }

        return missing;
    }

    /// <summary>A path like <c>$.result.extensions['https://…']</c>.</summary>
    private static JsonNode? At(JsonObject statement, string location) =>
        Step().Matches(location).Aggregate((JsonNode?)statement, (at, step) => at?[step.Groups["name"].Value]);

    [GeneratedRegex(@"\.(?<name>[a-z]+)|\['(?<name>[^']+)'\]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Step();
}
