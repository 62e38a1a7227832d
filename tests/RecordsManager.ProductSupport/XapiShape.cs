using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RecordsManager.ProductSupport;

/// <summary>What a statement must be: by xAPI 1.0.3 (part two), and by the prose of the Video Profile, which its templates do not say all of.</summary>
public static partial class XapiShape
{
    private const string Video = "https://w3id.org/xapi/video";
    private const string Extension = Video + "/extensions/";

    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Wrong(JsonObject statement)
    {
        var verb = (string?)statement["verb"]?["id"] ?? "";
        var word = verb.Split('/')[^1];
        var result = statement["result"]?.AsObject();
        var context = statement["context"]?["extensions"];
        string? wrong = null;
        Demand(statement.All(p => p.Key is "id" or "timestamp" or "actor" or "verb" or "object" or "result" or "context"), "a property of no statement");
        Demand(Uuid().IsMatch((string?)statement["id"] ?? ""), "id");
        Demand(Moment().IsMatch((string?)statement["timestamp"] ?? ""), "timestamp");
        Demand(statement["actor"] is JsonObject actor && actor.All(p => p.Key is "objectType" or "account") && actor["account"] is JsonObject account && account.Count == 2
            && Uri.IsWellFormedUriString((string?)account["homePage"], UriKind.Absolute) && ((string?)account["name"])?.Length > 0 && !((string)account["name"]!).Contains('@', StringComparison.Ordinal), "actor");
        Demand(verb == (word is "played" or "paused" or "seeked" ? Video + "/verbs/" : "http://adlnet.gov/expapi/verbs/") + word && word is "initialized" or "played" or "paused" or "seeked" or "completed" or "terminated", "verb");
        Demand((string?)statement["object"]?["objectType"] == "Activity" && Uri.IsWellFormedUriString((string?)statement["object"]?["id"], UriKind.Absolute)
            && (string?)statement["object"]?["definition"]?["type"] == Video + "/activity-type/video", "object");
        Demand(statement["context"]?["contextActivities"]?["category"] is JsonArray categories && categories.Any(c => (string?)c?["id"] == Video), "category");
        Demand(Uuid().IsMatch((string?)statement["context"]?["registration"] ?? ""), "registration");
        Demand(Uuid4().IsMatch((string?)context?[Extension + "session-id"] ?? ""), "session-id");
        Demand(word != "initialized" || ((string?)statement["id"] == (string?)context?[Extension + "session-id"] && result is null), "initialized");
        Demand(word is "played" or "seeked" || IsNumber(context?[Extension + "length"], 0, double.MaxValue), "length");
        Demand(context?[Extension + "completion-threshold"] is not { } threshold || IsNumber(threshold, 0, 1), "completion-threshold");
        Demand(word is "initialized" or "seeked" || IsNumber(result?["extensions"]?[Extension + "time"], 0, double.MaxValue), "time");
        Demand(word != "seeked" || (IsNumber(result?["extensions"]?[Extension + "time-from"], 0, double.MaxValue) && IsNumber(result?["extensions"]?[Extension + "time-to"], 0, double.MaxValue)), "time-from and time-to");
        Demand(word is "initialized" or "played" || (IsNumber(result?["extensions"]?[Extension + "progress"], 0, 1) && Played().IsMatch((string?)result?["extensions"]?[Extension + "played-segments"] ?? "?")), "progress and played-segments");
        Demand(word == "completed" ? result is { Count: 3 } && (bool?)result["completion"] == true && Duration().IsMatch((string?)result["duration"] ?? "") : result?["completion"] is null, "completion");
        return wrong;

        void Demand(bool holds, string what) => wrong ??= holds ? null : $"{what} of {word}: {statement.ToJsonString()}";
    }

    /// <summary>A number, at most three decimals.</summary>
    private static bool IsNumber(JsonNode? node, double least, double most) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) && number >= least && number <= most
        && (value.ToJsonString().Split('.') is [_] || value.ToJsonString().Split('.')[1].Length <= 3) && !value.ToJsonString().Contains('e', StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid();

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid4();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Moment();

    [GeneratedRegex(@"^(\d+\.\d{3}\[\.\]\d+\.\d{3}(\[,\]\d+\.\d{3}\[\.\]\d+\.\d{3})*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Played();

    [GeneratedRegex(@"^PT\d+(\.\d{1,2})?S$", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
