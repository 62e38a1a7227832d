using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>Reads one case of a scenario file.</summary>
internal sealed class ScenarioCase
{
    private const string ForbiddenWasSaid = "sad-detected";

    /// <summary>Of a call whose file does not say its day: in the month of the data. Only dates of overrides look at it.</summary>
    private static readonly DateTimeOffset SomeDay = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A file that does not say when the call ended is asked about a call that still goes on, unless it asks about another day.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(24);

    private readonly string _id;
    private readonly Node _at;
    private readonly RulePack _pack;
    private readonly ScenarioClock _clock;
    private readonly Dictionary<string, ParticipantId> _ids;

    public ScenarioCase(Node node, RulePack pack)
    {
        _id = node["id"].Text();
        _at = node.Named(_id);
        _pack = pack;
        _clock = new ScenarioClock(_at["call"]["date"].IsMissing ? SomeDay : ScenarioClock.Day(_at["call"]["date"]));
        _ids = _at["participants"].Items().Select((p, index) => (Name: p["id"].Text(), Id: new ParticipantId(new Guid(index + 1, 0, 0, new byte[8]))))
            .GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count() == 1 ? g.First().Id : throw _at["participants"].Wrong($"{g.Key} is there twice: expected different ids"), StringComparer.Ordinal);
    }

    public Scenario Read()
    {
        var facts = _ids.Count > 0 ? Facts() : throw _at["participants"].Wrong("expected at least one participant");
        var terms = ScenarioTerms.Read(_at["org"]["policy"], facts.Medium, _clock, facts.At);
        return new Scenario(_id, _at["title"].TextOrNull() ?? "", facts, terms, _ids.ToDictionary(p => p.Value, p => p.Key), Expected(_at["expected"]));
    }

    private CallFacts Facts()
    {
        var call = _at["call"];
        var now = _clock.Time(_at["evaluateAt"]);
        var events = _at["events"].Items();
        return new CallFacts
        {
            Medium = call["medium"].Word(ScenarioWords.Media),
            EstablishedIn = _at["org"]["establishedIn"].TextOrNull(),
            RecordedIn = call["recordingLocation"].TextOrNull(),
            StartsAt = _clock.TimeOrNull(call["recordingStartAt"]) ?? _clock.Start,
            EndedAt = _clock.TimeOrNull(call["endedAt"]) ?? (now - _clock.Start >= LongestCall ? _clock.Start + LongestCall : null),
            Purposes = call["purposes"].Texts(),
            Features = call["features"].Texts(),
            Participants = [.. _at["participants"].Items().Select(Participant)],
            Events = [.. events.Where(e => e["type"].Text() != ForbiddenWasSaid).Select(Event).InOrder()],
            Forbidden = [.. events.Where(e => e["type"].Text() == ForbiddenWasSaid).Select(e => new ForbiddenPassage(Who(e["participant"]), _clock.Time(e["t"])))],
            Regimes = [.. _at["regimes"].Items().Select(Regime)],
            Holds = [.. _at["holds"].Items().Select(h => new HoldFact(_clock.TimeOrNull(h["from"]) ?? _clock.Start, _clock.TimeOrNull(h["to"])))],
            Requests = [.. _at["requests"].Items().Where(r => !ScenarioWords.AsksForACopy.Contains(r["type"].Text(), StringComparer.Ordinal)).Select(r => new SubjectRequest(r["type"].Word(ScenarioWords.Requests), Who(r["participant"]), _clock.Time(r["at"])))],
            At = now,
        };
    }

    private AskedParticipant Participant(Node p) => new(
        _ids[p["id"].Text()],
        p["locations"].Items() is { Count: > 0 } several ? [.. several.Select(l => l.Text())] : p["location"].TextOrNull() is { } one ? [one] : [],
        p["locationSource"].IsMissing ? LocationSource.Declared : p["locationSource"].Word(ScenarioWords.Sources),
        p["role"].TextOrNull(),
        p["age"].IsMissing ? AgeBand.Unknown : p["age"].Word(ScenarioWords.Ages),
        p["ageYears"].Number(),
        p["language"].TextOrNull(),
        _clock.TimeOrNull(p["joinedAt"]),
        _clock.TimeOrNull(p["leftAt"]));

    private ConsentFact Event(Node e, int order)
    {
        var forWhom = e["onBehalfOf"];
        return new ConsentFact(
            Who(forWhom.IsMissing ? e["participant"] : forWhom),
            e["type"].Word(ScenarioWords.Events),
            _clock.Time(e["t"]),
            order,
            e["noticeVersion"].TextOrNull(),
            e["language"].TextOrNull(),
            e["onRecording"].Flag(),
            e["purposes"].IsMissing ? null : e["purposes"].Texts(),
            ForMinor: (!forWhom.IsMissing && forWhom.Text() != e["participant"].TextOrNull()) || e["type"].Text() == "guardian-consent-given" || e["actor"].TextOrNull() == "guardian" || e["by"].TextOrNull() == "guardian",
            FreelyGiven: e["freelyGiven"].FlagOrNull());
    }

    /// <summary>A regime that is not in the pack would be a minimum or a duty left out.</summary>
    private string Regime(Node code) => _pack.Regimes.ContainsKey(code.Text()) ? code.Text() : throw code.Wrong($"expected a regime of rule pack {_pack.Version}");

    private Expectation Expected(Node node)
    {
        if (node.IsMissing)
        {
            throw node.Wrong("expected what should be decided");
        }

        var each = node["perParticipant"];
        return new Expectation(
            node["effectiveModel"].TextOrNull(), Outcome(node["overall"]), each.Names().ToDictionary(name => Who(each[name], name), name => Outcome(each[name])), node["actions"].Texts());
    }

    private static ExpectedOutcome Outcome(Node node) => new(
        node["mayRecord"].TextOrNull(ScenarioWords.MayRecord), node["mayRetain"].TextOrNull(ScenarioWords.MayUse), node["mayPlay"].TextOrNull(ScenarioWords.MayUse), node["reasons"].Texts());

    private ParticipantId Who(Node name) => Who(name, name.Text());

    private ParticipantId Who(Node at, string name) => _ids.TryGetValue(name, out var id) ? id : throw at.Wrong($"{name} is no participant: expected one of {string.Join(", ", _ids.Keys)}");
}
