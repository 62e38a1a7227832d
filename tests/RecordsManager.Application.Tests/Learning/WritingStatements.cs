using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RecordsManager.Application.Learning;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Learning;

/// <summary>What is told, as the xAPI Video Profile wants it: our own vectors, the specification's shapes, and the profile's templates where they lie beside the clone.</summary>
public sealed class WritingStatements
{
    private const string Extensions = "https://w3id.org/xapi/video/extensions/";

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Sittings => [.. Read().Select(s => s.GetProperty("what").GetString()!)];

    [Theory]
    [MemberData(nameof(Sittings))]
    public void A_sitting_is_told_in_the_pattern_and_the_shape_of_the_profile(string what)
    {
        var sitting = Read().Single(s => s.GetProperty("what").GetString() == what);
        var told = Tell(sitting);

        Assert.Equal(sitting.GetProperty("told").EnumerateArray().Select(t => t.GetString()!), told.Select(LrsDouble.Verb));
        Assert.All(told, statement => Assert.Null(XapiShape.Wrong(statement)));
        var last = told[^1]["result"]!["extensions"]!;
        Assert.Equal(sitting.GetProperty("segments").GetString(), (string?)last[Extensions + "played-segments"]);
        Assert.Equal(sitting.GetProperty("progress").GetDecimal(), (decimal)last[Extensions + "progress"]!);
        if (sitting.TryGetProperty("duration", out var duration))
        {
            Assert.Equal(duration.GetString(), (string?)told.Single(s => LrsDouble.Verb(s) == "completed")["result"]!["duration"]);
        }
    }

    [Fact]
    public void Everything_that_the_profile_s_own_templates_demand_is_in_it()
    {
        var path = Fixtures.SharedFixture("xapi/video_profile_v1.0.3.jsonld");
        Assert.SkipWhen(path is null, "The profile's file is a third party's and lies beside the clone only where it is at hand: ../shared/fixtures/xapi.");
        var templates = new VideoTemplates(path!);
        var told = Read().SelectMany(Tell).ToList();

        Assert.Equal(6, told.Select(LrsDouble.Verb).Distinct(StringComparer.Ordinal).Count());
        Assert.All(told, statement => Assert.Empty(templates.Missing(statement)));
        var paused = told.First(s => LrsDouble.Verb(s) == "paused");
        paused["result"]!["extensions"]!.AsObject().Remove(Extensions + "progress");
        Assert.Equal([$"$.result.extensions['{Extensions}progress']"], templates.Missing(paused)); // it does look
    }

    [Fact]
    public void The_session_is_named_by_its_first_statement_and_nobody_by_more_than_a_pseudonym()
    {
        var told = Tell(Read()[2]);

        Assert.All(told, s => Assert.Equal((string?)told[0]["id"], (string?)s["context"]!["extensions"]![Extensions + "session-id"]));
        Assert.Equal(told.Count, told.Select(s => (string)s["id"]!).Distinct(StringComparer.Ordinal).Count());
        Assert.All(told, s => Assert.Equal("""{"objectType":"Agent","account":{"homePage":"https://records.example","name":"00000000-0000-4000-8000-000000000001"}}""", s["actor"]!.ToJsonString()));
        Assert.All(told, s => Assert.Equal("""{"type":"https://w3id.org/xapi/video/activity-type/video"}""", s["object"]!["definition"]!.ToJsonString())); // no title: it may name somebody
        Assert.Equal(0.5, (double)told[0]["context"]!["extensions"]![Extensions + "completion-threshold"]!);
    }

    private static List<JsonObject> Tell(JsonElement sitting)
    {
        var threshold = sitting.GetProperty("threshold").GetDouble();
        var registration = new LearningRegistration(Guid.NewGuid(), OrganizationId.New(Start), "usr_1", RecordingId.New(Start), "/recordings/rec_1", Ms(sitting.GetProperty("length").GetDecimal()));
        var session = Guid.NewGuid();
        List<LearningSignal> signals = [.. registration.Begin(session, threshold, Start)];
        foreach (var (index, moment) in sitting.GetProperty("moments").EnumerateArray().Index())
        {
            var words = moment.GetString()!.Split(' ');
            var places = words[1].Split('>').Select(p => Ms(decimal.Parse(p, CultureInfo.InvariantCulture))).ToList();
            var kind = Enum.Parse<PlayerEvent>(words[0], ignoreCase: true);
            signals.AddRange(registration.Follow(session, new PlayerMoment(kind, index + 1, places[^1], places[0], Start.AddMilliseconds(Ms(decimal.Parse(words[2][1..], CultureInfo.InvariantCulture)))), threshold)!);
        }

        return [.. signals.Select(s => JsonNode.Parse(VideoStatement.Write(
            s.Verb == LearningVerb.Initialized ? session : Guid.NewGuid(), "https://records.example", Guid.Parse("00000000-0000-4000-8000-000000000001"), registration, threshold, s))!.AsObject())];
    }

    private static long Ms(decimal seconds) => (long)(seconds * 1000);

    private static List<JsonElement> Read() => [.. JsonDocument.Parse(File.ReadAllText(Fixtures.At("learning/sittings.json"))).RootElement.EnumerateArray()];
}
