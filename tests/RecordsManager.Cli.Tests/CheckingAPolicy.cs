using System.Text.Json.Nodes;
using RecordsManager.TestSupport;

namespace RecordsManager.Cli.Tests;

/// <summary>records consent check, as a build server runs it.</summary>
public sealed class CheckingAPolicy : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("consent-scenarios.json", "30 of 30 scenarios decided as expected, rule pack 2026.11.0.")]
    [InlineData("table-scenarios.json", " scenarios decided as expected, rule pack 2026.11.0.")]
    public async Task Exits_with_0_when_all_is_decided_as_expected(string file, string said)
    {
        var run = await Records.Run(null, null, "consent", "check", Fixtures.At("consent/" + file));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(said, run.Out);
    }

    [Fact]
    public async Task Exits_with_1_and_prints_what_was_expected_what_was_decided_and_why()
    {
        var run = await Check(s => s["expected"]!["overall"]!["mayRecord"] = "no");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("CS-001 overall.mayRecord: expected no, decided yes", run.Out);
        Assert.Contains("    STRICTEST_WINS US-CA (Cal. Penal Code", run.Out);
        Assert.Contains("0 of 1 scenarios", run.Out);
    }

    [Fact]
    public async Task The_same_as_one_document()
    {
        var run = await Check(s => s["expected"]!["overall"]!["reasons"]!.AsArray().Add("LEGAL_HOLD"), "--json");

        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((1, "2026.11.0", 1, 1), (run.ExitCode, (string?)report["rulePack"], (int)report["scenarios"]!, (int)report["failed"]!));
        var difference = Assert.Single(report["differences"]!.AsArray())!;
        Assert.Equal(("CS-001", "overall.reasons"), ((string?)difference["scenario"], (string?)difference["part"]));
        Assert.NotEmpty(difference["reasons"]!.AsArray());
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { """{"regimes": ["MIFID-II"]}""", "CS-001.regimes[0]: expected a regime of rule pack 2026.11.0, not \"MIFID-II\"" },
        { """{"requests": [{"type": "erasur", "participant": "b", "at": "P1D"}]}""", "CS-001.requests[0].type: expected one of erasure, restriction, objection" },
        { """{"policy": {"recordingMode": "mixd"}}""", "CS-001.org.policy.recordingMode: expected one of per-participant, mixed" },
        { """{"policy": {"unknownLocation": "ignore"}}""", "CS-001.org.policy.unknownLocation: expected one of strictest, hint, trust-hint" },
        { """{"policy": {"lawfulBasis": "whim"}}""", "CS-001.org.policy.lawfulBasis" },
        { """{"policy": {"overrides": [{"code": "US-CA", "field": "penalties", "value": "one-party"}]}}""", "overrides[0].field: expected one of consentModel" },
        { """{"policy": {"overrides": [{"code": "US-CA", "value": "one-party", "expires": "soon"}]}}""", "overrides[0].expires: expected an ISO 8601 duration from the start of the call, or a date" },
        { """{"events": [{"t": "PT1S", "type": "nodded", "participant": "b"}]}""", "CS-001.events[0].type: expected one of notice-delivered" },
        { """{"evaluateAt": "tomorrow"}""", "CS-001.evaluateAt: expected an ISO 8601 duration" },
        { """{"expected": null}""", "CS-001.expected: expected what should be decided" },
        { """{"expected": {"overall": {"mayRecord": "sure"}}}""", "CS-001.expected.overall.mayRecord: expected one of yes, no, pause, partial, ended" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Exits_with_2_when_a_word_or_time_is_not_known_and_names_the_field(string change, string said)
    {
        var run = await Check(s =>
        {
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            {
                if (name == "policy")
                {
                    foreach (var (term, word) in value!.AsObject())
                    {
                        s["org"]!["policy"]![term] = word?.DeepClone();
                    }
                }
                else
                {
                    s[name] = value?.DeepClone();
                }
            }
        });

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(said, run.Error);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"scenarios": 1}""")]
    public async Task Exits_with_2_when_a_file_is_no_list_of_scenarios(string content)
    {
        var run = await Records.Run(null, null, "consent", "check", _folder.With("scenarios.json", content).At("scenarios.json"));

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("scenarios.json cannot be used", run.Error);
    }

    [Fact]
    public async Task Exits_with_2_when_a_file_is_not_there()
    {
        var run = await Records.Run(null, null, "consent", "check", _folder.At("nowhere.json"));

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("nowhere.json cannot be read", run.Error);
    }

    [Theory]
    [InlineData("date", "2026-11-02", "expires", "2026-11-02", "one-party")]
    [InlineData("date", "2026-10-01", "expires", "2026-11-01", "all-party")]
    [InlineData("date", "2026-11-03", "expires", "2027-11-01", "all-party")]
    [InlineData("date", "2026-10-01", "expiry", "P1D", "one-party")]
    [InlineData("field", "byMedium.telephone", "expires", "P1D", "one-party")]
    [InlineData("field", "byMedium.video", "expires", "P1D", "all-party")]
    public async Task An_override_holds_for_its_field_from_its_date_until_it_expires(string field, string value, string end, string until, string model)
    {
        var run = await Check(s =>
        {
            s["call"]!["date"] = "2026-11-02T09:00:00Z";
            s["org"]!["policy"]!["overrides"] = new JsonArray(new JsonObject { ["code"] = "US-CA", ["value"] = "one-party", [field] = value, [end] = until });
            s["expected"] = new JsonObject { ["effectiveModel"] = model };
        });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pack_without_regimes_keeps_those_that_ship(bool asList)
    {
        var pack = _folder.With("pack.json", asList ? Rules().ToJsonString() : new JsonObject { ["jurisdictions"] = Rules() }.ToJsonString()).At("pack.json");

        var run = await Records.Run(null, null, "consent", "check", Fixtures.At("consent/consent-scenarios.json"), "--pack", pack);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("30 of 30 scenarios decided as expected, rule pack mine.1.", run.Out);
    }

    [Fact]
    public async Task A_pack_that_says_that_there_are_no_regimes_cannot_be_asked_about_one()
    {
        var pack = _folder.With("pack.json", new JsonObject { ["jurisdictions"] = Rules(), ["regimes"] = new JsonArray() }.ToJsonString()).At("pack.json");

        var run = await Records.Run(null, null, "consent", "check", Fixtures.At("consent/consent-scenarios.json"), "--pack", pack);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("expected a regime of rule pack mine.1", run.Error);
    }

    [Theory]
    [InlineData("""{"rules": []}""", "pack.jurisdictions: expected a rule for ZZ")]
    [InlineData("""[{"code": "ZZ", "name": "Unknown", "safeDefault": "whatever"}]""", "jurisdictions ZZ.safeDefault: expected one of one-party")]
    [InlineData("7", "pack.jurisdictions: expected a rule for ZZ")]
    public async Task A_pack_that_is_none_is_refused_with_its_place(string content, string said)
    {
        var pack = _folder.With("pack.json", content).At("pack.json");

        var run = await Records.Run(null, null, "consent", "check", Fixtures.At("consent/consent-scenarios.json"), "--pack", pack);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(said, run.Error);
    }

    /// <summary>The first of the given scenarios, changed.</summary>
    private async Task<Records> Check(Action<JsonNode> change, params string[] options)
    {
        var scenario = JsonNode.Parse(await File.ReadAllTextAsync(Fixtures.At("consent/consent-scenarios.json")))!.AsArray()[0]!.DeepClone();
        change(scenario);
        return await Records.Run(null, null, ["consent", "check", _folder.With("scenarios.json", new JsonArray(scenario).ToJsonString()).At("scenarios.json"), .. options]);
    }

    /// <summary>The rules that ship, under a version of our own.</summary>
    private static JsonArray Rules()
    {
        using var shipped = typeof(Rules.BuiltInRulePack).Assembly.GetManifestResourceStream("jurisdictions.json")!;
        var rules = JsonNode.Parse(shipped)!.AsArray();
        foreach (var rule in rules)
        {
            rule!["dataVersion"] = "mine.1";
        }

        return rules;
    }
}
