using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>
/// Reads scenario files (a list of cases; times are ISO 8601 durations from the start of the call). An organization keeps such
/// files for its own policies.
/// </summary>
public static class ScenarioFile
{
    /// <summary>Any day will do: only distances count.</summary>
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A file that does not say when the call ended is asked about a call that still goes on, unless it asks about another day.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(24);

    private static readonly Dictionary<string, CallMedium> Media = new(StringComparer.Ordinal)
    {
        ["video"] = CallMedium.Video,
        ["telephone"] = CallMedium.Telephone,
        ["inPerson"] = CallMedium.InPerson,
        ["in-person"] = CallMedium.InPerson,
    };

    private static readonly Dictionary<string, ConsentEventKind> Kinds = new(StringComparer.Ordinal)
    {
        ["notice-delivered"] = ConsentEventKind.Notified,
        ["notice-acknowledged"] = ConsentEventKind.Acknowledged,
        ["consent-given"] = ConsentEventKind.Granted,
        ["consent-renewed"] = ConsentEventKind.Granted,
        ["assent-given"] = ConsentEventKind.Granted,
        ["guardian-consent-given"] = ConsentEventKind.Granted,
        ["consent-refused"] = ConsentEventKind.Refused,
        ["consent-withdrawn"] = ConsentEventKind.Withdrawn,
        ["objection"] = ConsentEventKind.Objected,
        ["continued-participation"] = ConsentEventKind.Continued,
        ["beep-tone-active"] = ConsentEventKind.BeepTone,
    };

    private static readonly Dictionary<string, LocationSource> Sources = new(StringComparer.Ordinal)
    {
        ["confirmed"] = LocationSource.Confirmed,
        ["declared"] = LocationSource.Declared,
        ["profile"] = LocationSource.Declared,
        ["billing"] = LocationSource.Billing,
        ["enrolment"] = LocationSource.Billing,
        ["phone-prefix"] = LocationSource.PhonePrefix,
        ["prefix"] = LocationSource.PhonePrefix,
        ["ip"] = LocationSource.Ip,
        ["unknown"] = LocationSource.Unknown,
    };

    private static readonly Dictionary<string, AgeBand> Ages = new(StringComparer.Ordinal)
    {
        ["adult"] = AgeBand.Adult,
        ["child"] = AgeBand.Child,
        ["minor"] = AgeBand.Child,
        ["unknown"] = AgeBand.Unknown,
    };

    private static readonly Dictionary<string, LawfulBasis> Bases = new(StringComparer.Ordinal)
    {
        ["consent"] = LawfulBasis.Consent,
        ["legitimate-interests"] = LawfulBasis.LegitimateInterests,
        ["legal-obligation"] = LawfulBasis.LegalObligation,
        ["contract"] = LawfulBasis.Contract,
        ["public-task"] = LawfulBasis.PublicTask,
        ["vital-interests"] = LawfulBasis.PublicTask,
        ["statutory-exemption"] = LawfulBasis.StatutoryExemption,
    };

    private static readonly Dictionary<string, CrossBorder> Borders = new(StringComparer.Ordinal)
    {
        ["strictest-wins"] = CrossBorder.StrictestWins,
        ["per-participant"] = CrossBorder.PerParticipant,
    };

    private static readonly Dictionary<string, MissingParty> Costs = new(StringComparer.Ordinal)
    {
        ["track"] = MissingParty.Track,
        ["recording"] = MissingParty.Recording,
    };

    private static readonly Dictionary<string, SubjectRequestKind> RequestKinds = new(StringComparer.Ordinal)
    {
        ["erasure"] = SubjectRequestKind.Erasure,
        ["restriction"] = SubjectRequestKind.Restriction,
        ["objection"] = SubjectRequestKind.Objection,
    };

    /// <exception cref="UnreadableFileException">It says which scenario and field is wrong.</exception>
    public static IReadOnlyList<Scenario> Read(Stream file)
    {
        var root = Node.Parse(file, "file");
        var cases = root.Value.ValueKind == System.Text.Json.JsonValueKind.Object ? root["scenarios"] : root;
        var scenarios = cases.Items().Select(One).ToList();
        return scenarios.Count > 0 ? scenarios : throw cases.Wrong("expected at least one scenario");
    }

    private static Scenario One(Node node)
    {
        var id = node["id"].Text();
        var at = node.Named(id);
        var ids = at["participants"].Items().Select((p, index) => (Name: p["id"].Text(), Id: new ParticipantId(new Guid(index + 1, 0, 0, new byte[8]))))
            .GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count() == 1 ? g.First().Id : throw at["participants"].Wrong($"{g.Key} is there twice: expected different ids"), StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            throw at["participants"].Wrong("expected at least one participant");
        }

        return new Scenario(id, at["title"].TextOrNull() ?? "", Facts(at, ids), Terms(at["org"]["policy"]), ids.ToDictionary(p => p.Value, p => p.Key), Expected(at["expected"], ids));
    }

    private static CallFacts Facts(Node at, Dictionary<string, ParticipantId> ids)
    {
        var call = at["call"];
        var now = Time(at["evaluateAt"]);
        return new CallFacts
        {
            Medium = call["medium"].Word(Media),
            EstablishedIn = at["org"]["establishedIn"].TextOrNull(),
            RecordedIn = call["recordingLocation"].TextOrNull(),
            StartsAt = TimeOrNull(call["recordingStartAt"]) ?? Start,
            EndedAt = TimeOrNull(call["endedAt"]) ?? (now - Start >= LongestCall ? Start + LongestCall : null),
            Purposes = call["purposes"].Texts(),
            Features = call["features"].Texts(),
            Participants = [.. at["participants"].Items().Select(p => Participant(p, ids))],
            Events = [.. at["events"].Items().Where(e => Kinds.ContainsKey(e["type"].Text()) || (e["type"].Text() != "sad-detected" && Unknown(e))).Select((e, order) => Event(e, order, ids))],
            Forbidden = [.. at["events"].Items().Where(e => e["type"].Text() == "sad-detected").Select(e => new ForbiddenPassage(Who(e["participant"], ids), Time(e["t"])))],
            Regimes = at["regimes"].Texts(),
            Holds = [.. at["holds"].Items().Select(h => new HoldFact(TimeOrNull(h["from"]) ?? Start, TimeOrNull(h["to"])))],
            Requests = [.. at["requests"].Items().Where(r => RequestKinds.ContainsKey(r["type"].Text())).Select(r => new SubjectRequest(RequestKinds[r["type"].Text()], Who(r["participant"], ids), Time(r["at"])))],
            At = now,
        };
    }

    private static bool Unknown(Node e) => throw e["type"].Wrong($"expected one of {string.Join(", ", Kinds.Keys)}, sad-detected");

    private static AskedParticipant Participant(Node p, Dictionary<string, ParticipantId> ids) => new(
        ids[p["id"].Text()],
        p["locations"].Items() is { Count: > 0 } several ? [.. several.Select(l => l.Text())] : p["location"].TextOrNull() is { } one ? [one] : [],
        p["locationSource"].IsMissing ? LocationSource.Declared : p["locationSource"].Word(Sources),
        p["role"].TextOrNull(),
        p["age"].IsMissing ? AgeBand.Unknown : p["age"].Word(Ages),
        p["ageYears"].Number(),
        p["language"].TextOrNull(),
        TimeOrNull(p["joinedAt"]),
        TimeOrNull(p["leftAt"]));

    private static ConsentFact Event(Node e, int order, Dictionary<string, ParticipantId> ids)
    {
        var type = e["type"].Text();
        var speaks = e["participant"].TextOrNull();
        var forWhom = e["onBehalfOf"].TextOrNull();
        return new ConsentFact(
            forWhom is not null && ids.TryGetValue(forWhom, out var minor) ? minor : Who(e["participant"], ids),
            Kinds[type],
            Time(e["t"]),
            order,
            e["noticeVersion"].TextOrNull(),
            e["language"].TextOrNull(),
            e["onRecording"].Flag(),
            e["purposes"].IsMissing ? null : e["purposes"].Texts(),
            ForMinor: (forWhom is not null && forWhom != speaks) || type == "guardian-consent-given" || e["actor"].TextOrNull() == "guardian" || e["by"].TextOrNull() == "guardian",
            FreelyGiven: e["freelyGiven"].FlagOrNull());
    }

    private static ConsentTerms Terms(Node policy) => new()
    {
        CrossBorder = policy["crossBorder"].IsMissing ? CrossBorder.StrictestWins : policy["crossBorder"].Word(Borders),
        MissingPartyCosts = policy["missingPartyCosts"].IsMissing ? MissingParty.Recording : policy["missingPartyCosts"].Word(Costs),
        TrustHints = policy["unknownLocation"].TextOrNull() is "hint" or "trust-hint",
        AcceptImplied = policy["acceptImplied"].Flag(),
        AcceptBeepTone = policy["acceptBeepTone"].Flag(),
        AnnounceAlways = policy["announceAlways"].Flag(),
        HonourRefusal = policy["honourRefusal"].Flag(otherwise: true),
        IsMixed = policy["recordingMode"].TextOrNull() == "mixed",
        Basis = policy["lawfulBasis"].IsMissing ? LawfulBasis.Consent : policy["lawfulBasis"].Word(Bases),
        RequiredPurposes = policy["requiredPurposes"].Texts(),
        Maximum = policy["maximum"].TextOrNull() is not { } iso ? null : CalendarSpan.TryParse(iso, out var span) ? span : throw policy["maximum"].Wrong("expected an ISO 8601 period"),
        Overrides = Overrides(policy["overrides"]),
    };

    /// <summary>A list of <c>{ code, model }</c> or a map from code to model.</summary>
    private static Dictionary<string, ConsentModel> Overrides(Node node)
    {
        if (node.IsMissing || node.Value.ValueKind == System.Text.Json.JsonValueKind.Array)
        {
            return node.Items().ToDictionary(o => o["code"].Text(), o => (o["model"].IsMissing ? o["value"] : o["model"]).Word(RulePackReader.Models), StringComparer.Ordinal);
        }

        return node.Value.EnumerateObject().ToDictionary(o => o.Name, o => node[o.Name].Word(RulePackReader.Models), StringComparer.Ordinal);
    }

    private static Expectation Expected(Node node, Dictionary<string, ParticipantId> ids)
    {
        var each = node["perParticipant"];
        var named = each.IsMissing ? [] : each.Value.EnumerateObject().Select(p => p.Name).ToList();
        return new Expectation(
            node["effectiveModel"].TextOrNull(),
            Outcome(node["overall"]),
            named.ToDictionary(name => ids.TryGetValue(name, out var id) ? id : throw each[name].Wrong($"{name} is no participant: expected one of {string.Join(", ", ids.Keys)}"), name => Outcome(each[name])),
            node["actions"].Texts());
    }

    private static ExpectedOutcome Outcome(Node node) =>
        new(node["mayRecord"].TextOrNull(), node["mayRetain"].TextOrNull(), node["mayPlay"].TextOrNull(), node["reasons"].Texts());

    private static ParticipantId Who(Node name, Dictionary<string, ParticipantId> ids) =>
        ids.TryGetValue(name.Text(), out var id) ? id : throw name.Wrong($"expected one of {string.Join(", ", ids.Keys)}");

    private static DateTimeOffset Time(Node text) => TimeOrNull(text) ?? throw text.Wrong("expected an ISO 8601 duration from the start of the call");

    private static DateTimeOffset? TimeOrNull(Node text) =>
        text.TextOrNull() is not { } iso ? null : CalendarSpan.TryParse(iso, out var span) ? span.After(Start) : throw text.Wrong("expected an ISO 8601 duration from the start of the call");
}
