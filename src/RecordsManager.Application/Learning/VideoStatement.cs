using System.Globalization;
using System.Text.Json.Nodes;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Application.Learning;

/// <summary>
/// A signal as a statement of xAPI 1.0.3 in the shape of its Video Profile 1.0.3. It holds a pseudonym and ids: no name, no mail address,
/// no title, nothing of the browser.
/// </summary>
public static class VideoStatement
{
    public const string Profile = "https://w3id.org/xapi/video";

    private const string Extensions = Profile + "/extensions/";

    /// <param name="id">Of the statement; that of <c>initialized</c> is its session's.</param>
    /// <param name="homePage">Our own origin.</param>
    /// <param name="pseudonym">Of who watches.</param>
    /// <param name="threshold">How much has to be played for it to be completed, 0.01 to 1.</param>
    public static string Write(Guid id, string homePage, Guid pseudonym, LearningRegistration registration, double threshold, LearningSignal signal)
    {
        var statement = new JsonObject
        {
            ["id"] = id.ToString(),
            ["timestamp"] = signal.When.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["actor"] = new JsonObject { ["objectType"] = "Agent", ["account"] = new JsonObject { ["homePage"] = homePage, ["name"] = pseudonym.ToString() } },
            ["verb"] = new JsonObject { ["id"] = Iri(signal.Verb), ["display"] = new JsonObject { ["en-US"] = Word(signal.Verb) } },
            ["object"] = new JsonObject
            {
                ["objectType"] = "Activity",
                ["id"] = homePage + registration.Activity,
                ["definition"] = new JsonObject { ["type"] = Profile + "/activity-type/video" },
            },
            ["context"] = Context(registration, threshold, signal),
        };
        if (Result(registration, signal) is { } result)
        {
            statement["result"] = result;
        }

        return statement.ToJsonString();
    }

    /// <summary>The last part of the verb's IRI.</summary>
    public static string Word(LearningVerb verb) => verb switch
    {
        LearningVerb.Initialized => "initialized",
        LearningVerb.Played => "played",
        LearningVerb.Paused => "paused",
        LearningVerb.Seeked => "seeked",
        LearningVerb.Completed => "completed",
        _ => "terminated",
    };

    private static string Iri(LearningVerb verb) =>
        (verb is LearningVerb.Played or LearningVerb.Paused or LearningVerb.Seeked ? Profile + "/verbs/" : "http://adlnet.gov/expapi/verbs/") + Word(verb);

    private static JsonObject Context(LearningRegistration registration, double threshold, LearningSignal signal)
    {
        var extensions = new JsonObject { [Extensions + "session-id"] = signal.Session.ToString(), [Extensions + "length"] = Seconds(registration.LengthMs) };
        if (threshold < 1 && signal.Verb is not (LearningVerb.Played or LearningVerb.Seeked))
        {
            extensions[Extensions + "completion-threshold"] = threshold;
        }

        return new JsonObject
        {
            ["registration"] = registration.Id.ToString(),
            ["contextActivities"] = new JsonObject { ["category"] = new JsonArray(new JsonObject { ["id"] = Profile }) },
            ["extensions"] = extensions,
        };
    }

    private static JsonObject? Result(LearningRegistration registration, LearningSignal signal)
    {
        var extensions = new JsonObject();
        switch (signal.Verb)
        {
            case LearningVerb.Initialized:
                return null;
            case LearningVerb.Seeked:
                extensions[Extensions + "time-from"] = Seconds(signal.FromMs);
                extensions[Extensions + "time-to"] = Seconds(signal.AtMs);
                break;
            default:
                extensions[Extensions + "time"] = Seconds(signal.AtMs);
                break;
        }

        if (signal.Verb != LearningVerb.Played)
        {
            extensions[Extensions + "progress"] = Math.Floor(1000m * signal.ProgressMs / registration.LengthMs) / 1000m; // down: nobody has seen what they have not
            extensions[Extensions + "played-segments"] = string.Join("[,]", signal.Segments.Select(s => $"{Fixed(s.FromMs)}[.]{Fixed(s.ToMs)}"));
        }

        var result = new JsonObject { ["extensions"] = extensions };
        if (signal.Verb == LearningVerb.Completed)
        {
            result["completion"] = true;
            result["duration"] = string.Create(CultureInfo.InvariantCulture, $"PT{signal.SpentMs / 1000m:0.##}S");
        }

        return result;
    }

    private static decimal Seconds(long ms) => ms / 1000m;

    private static string Fixed(long ms) => (ms / 1000m).ToString("F3", CultureInfo.InvariantCulture);
}
