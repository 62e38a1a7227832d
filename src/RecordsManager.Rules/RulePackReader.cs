using System.Text.Json;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>Reads the two tables of a rule pack (fields: docs/consent.md). Strict: an unknown word is an error, never a looser rule.</summary>
public static class RulePackReader
{
    internal static readonly IReadOnlyDictionary<string, ConsentModel> Models = new Dictionary<string, ConsentModel>(StringComparer.Ordinal)
    {
        ["one-party"] = ConsentModel.OneParty,
        ["notice"] = ConsentModel.Notice,
        ["all-party"] = ConsentModel.AllParty,
        ["explicit-opt-in"] = ConsentModel.ExplicitOptIn,
        ["prohibited-without-permission"] = ConsentModel.ProhibitedWithoutPermission,
    };

    private static readonly Dictionary<string, ImpliedConsent> ImpliedWords = new(StringComparer.Ordinal)
    {
        ["accepted"] = ImpliedConsent.Accepted,
        ["disputed"] = ImpliedConsent.Disputed,
        ["not-accepted"] = ImpliedConsent.NotAccepted,
        ["not-required"] = ImpliedConsent.NotRequired,
    };

    private static readonly Dictionary<CallMedium, string> Media = new()
    {
        [CallMedium.Telephone] = "telephone",
        [CallMedium.Video] = "video",
        [CallMedium.InPerson] = "inPerson",
    };

    private static readonly Dictionary<string, bool> Duties = new(StringComparer.Ordinal)
    {
        ["must-record"] = true,
        ["retain-if-exists"] = false,
    };

    /// <summary>
    /// A pack file of an organization: <c>{ "jurisdictions": […], "regimes": […] }</c>, or the list of jurisdictions alone. One
    /// without regimes keeps those that ship: left out, every legal minimum would be.
    /// </summary>
    /// <exception cref="UnreadableFileException">It says which record and field is wrong.</exception>
    public static RulePack Read(Stream pack)
    {
        using var reader = new StreamReader(pack);
        return Read(Complete(reader.ReadToEnd()));
    }

    /// <param name="document">Both tables: <c>{ "jurisdictions": […], "regimes": […] }</c>.</param>
    /// <exception cref="UnreadableFileException">It says which record and field is wrong.</exception>
    public static RulePack Read(string document)
    {
        var root = Node.Parse(document, "pack");
        return Read(root["jurisdictions"], root["regimes"]);
    }

    /// <summary>The document with both tables, so that it says the same for ever: those that ship change with the product.</summary>
    /// <exception cref="UnreadableFileException">It is no JSON.</exception>
    public static string Complete(string document)
    {
        var root = Node.Parse(document, "pack");
        return root.Value.ValueKind switch
        {
            JsonValueKind.Array => $$"""{"jurisdictions":{{document}},"regimes":{{Shipped()}}}""",
            JsonValueKind.Object when root["regimes"].IsMissing && !root["jurisdictions"].IsMissing => $$"""{"jurisdictions":{{root["jurisdictions"].Value.GetRawText()}},"regimes":{{Shipped()}}}""",
            _ => document,
        };
    }

    private static string Shipped() => Node.Parse(BuiltInRulePack.Document, "shipped")["regimes"].Value.GetRawText();

    private static RulePack Read(Node jurisdictions, Node regimes)
    {
        var rows = jurisdictions.Items();
        var rules = ByCode(rows.Select(Rule), r => r.Code, jurisdictions);
        if (!rules.ContainsKey(RulePack.Unknown))
        {
            throw jurisdictions.Wrong($"expected a rule for {RulePack.Unknown}, the unknown place");
        }

        if (rules.Values.FirstOrDefault(r => r.Parent is { } parent && !rules.ContainsKey(parent)) is { } orphan)
        {
            throw jurisdictions.Wrong($"{orphan.Code} names the parent {orphan.Parent}, which has no rule: expected one");
        }

        var versions = rows.Select(r => r["dataVersion"].Text()).Distinct(StringComparer.Ordinal).ToList();
        return versions is [var version]
            ? new RulePack(version, rules) { Regimes = ByCode(regimes.Items().Select(Regime), r => r.Code, regimes) }
            : throw jurisdictions.Wrong("expected one dataVersion for all");
    }

    private static JurisdictionRule Rule(Node row)
    {
        var code = row["code"].Text();
        var at = row.Named($"jurisdictions {code}");
        var safe = at["safeDefault"].Word(Models);
        var byMedium = Media.ToDictionary(m => m.Key, m => at["byMedium"][m.Value].IsMissing ? safe : Stricter(safe, at["byMedium"][m.Value].Word(Models)));
        return new JurisdictionRule(code, at["name"].Text(), at["parent"].TextOrNull(), byMedium[CallMedium.Video], at["citations"].Texts(), at["confidence"].Text())
        {
            ByMedium = byMedium,
            Criminal = Media.Keys.ToDictionary(m => m, m => Criminal(at["criminalLawModel"], m)),
            Implied = at["impliedConsentAfterNotice"].Word(ImpliedWords),
            AcceptsBeepTone = at["beepToneAccepted"].Flag(),
            AnnouncementOnRecording = at["announcementMustBeOnRecording"].Flag(),
            DigitalConsentAge = at["digitalConsentAge"].Number(),
            IsDisputed = at["disputed"].Flag(),
        };
    }

    /// <summary>Two of the words depend on the medium.</summary>
    private static ConsentModel Criminal(Node word, CallMedium medium) => word.Text() switch
    {
        "all-party-in-person-exception" => medium == CallMedium.InPerson ? ConsentModel.OneParty : ConsentModel.AllParty,
        "one-party-in-person-all-party" => medium == CallMedium.Telephone ? ConsentModel.OneParty : ConsentModel.AllParty,
        _ => word.Word(Models),
    };

    private static RetentionRegime Regime(Node row)
    {
        var code = row["code"].Text();
        var at = row.Named($"regimes {code}");
        var places = at["jurisdictions"].Texts();
        return new RetentionRegime(
            code, at["name"].Text(), places.Count > 0 ? places : throw at["jurisdictions"].Wrong("expected at least one"), at["recordingDuty"].Word(Duties), Span(at["minimum"]), Span(at["maximum"]), at["citations"].Texts())
        {
            ForMinors = MinorsMinimumText.Read(at["minorsMinimum"]),
        };
    }

    private static CalendarSpan? Span(Node text) =>
        text.TextOrNull() is not { } iso ? null : CalendarSpan.TryParse(iso, out var span) ? span : throw text.Wrong("expected an ISO 8601 period");

    private static ConsentModel Stricter(ConsentModel one, ConsentModel other) => one > other ? one : other;

    private static Dictionary<string, T> ByCode<T>(IEnumerable<T> records, Func<T, string> code, Node table)
    {
        Dictionary<string, T> byCode = new(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (!byCode.TryAdd(code(record), record))
            {
                throw table.Wrong($"{code(record)} stands there twice: expected every code once");
            }
        }

        return byCode;
    }
}
