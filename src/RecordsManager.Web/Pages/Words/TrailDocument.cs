using System.Globalization;
using System.Text;
using RecordsManager.Application.Ledger;
using RecordsManager.Proofs;

namespace RecordsManager.Web.Pages.Words;

/// <summary>The words of the printed trail: who, what notice in full, when, how, and what proves it.</summary>
internal static class TrailDocument
{
    private const string HowToRead =
        "Times are in UTC. Each entry stands in a ledger to which entries can only be added. Its hash leads over further hashes to the root in the checkpoint at the end, which the ledger's key has signed; "
        + "change one entry and the root is another. Names and places are not in the ledger itself: an entry commits to them by a hash, and they were compared with it when this was printed. "
        + "The bundle of the same entries holds the proofs in full and is checked offline with the program records verify.";

    /// <param name="by">Who printed it.</param>
    public static PrintedTrail Of(PrintTrail.Evidence evidence, TrailFilter filter, string by, DateTimeOffset now)
    {
        var marks = evidence.Notices.Select((notice, i) => (notice.Sha256, Mark: ((char)('A' + (i % 26))).ToString() + (i >= 26 ? (i / 26).ToString(CultureInfo.InvariantCulture) : "")))
            .ToDictionary(n => n.Sha256, n => n.Mark, StringComparer.Ordinal);
        var checkpoint = evidence.Checkpoint;
        return new PrintedTrail(
            evidence.Organization,
            "Consent trail",
            Lede(evidence),
            HowToRead,
            [
                new("Organization", evidence.Organization),
                new("Printed", $"{Times.Exact(now)}, by {by}"),
                new("Question", filter.IsEverything ? "every entry" : string.Join(", ", filter.Words().Select(w => $"{w.Key} {w.Value}"))),
                new("Entries", $"{Figures.Count(evidence.Entries.Count, "entry", "entries")} of a ledger of {Figures.Count(checkpoint.Size, "entry", "entries")}"),
                new("Checkpoint", $"size {checkpoint.Size.ToString("N0", CultureInfo.InvariantCulture)}, signed {Times.Exact(checkpoint.MadeAt)}"),
                new("Root", Convert.ToHexStringLower(checkpoint.Root), IsCode: true),
            ],
            People(evidence),
            [.. evidence.Entries.Select(e => Entry(e, marks, checkpoint.Size))],
            [.. evidence.Notices.Select(n => Notice(n, marks[n.Sha256]))],
            checkpoint.Note,
            [.. evidence.Keys.Select(key => new PrintedFact("Key", key, IsCode: true))]);
    }

    private static string Lede(PrintTrail.Evidence evidence)
    {
        var consent = evidence.Entries.Where(e => e.Line.Kind.StartsWith("consent.", StringComparison.Ordinal)).ToList();
        var agreed = consent.Where(e => e.Line.Kind == "consent.granted").Select(e => e.Line.PersonId).Distinct().Count();
        return consent.Count == 0
            ? "What was written to the ledger, in the order in which it happened."
            : $"{Figures.Capital(Figures.Count(consent.Select(e => e.Line.PersonId).Distinct().Count(), "person was", "people were"))} told or asked; {Figures.Count(agreed, "person", "people")} agreed. What follows is every entry, in the order in which it was written.";
    }

    private static List<IReadOnlyList<PrintedFact>> People(PrintTrail.Evidence evidence) =>
    [
        .. evidence.Entries.Where(e => e.Line.PersonId is not null).GroupBy(e => e.Line.PersonId).Select(person => (IReadOnlyList<PrintedFact>)
        [
            new("Name", person.First().Line.Person ?? "Erased person"),
            new("Id", person.Key.ToString()!, IsCode: true),
            new("Role", Values(person, "role")),
            new("Place", Values(person, "location")),
        ]),
    ];

    private static string Values(IEnumerable<EntryEvidence> entries, string name) =>
        string.Join(", ", entries.Select(e => e.Personal?.GetValueOrDefault(name) ?? "").Where(v => v.Length > 0).Distinct(StringComparer.Ordinal));

    private static PrintedEntry Entry(EntryEvidence entry, Dictionary<string, string> marks, long size)
    {
        var line = entry.Line;
        List<PrintedFact> proof =
        [
            new("Entry", string.Create(CultureInfo.InvariantCulture, $"{line.Index:N0}; {entry.Path.Count} hashes lead from its leaf to the root of checkpoint {size:N0}")),
            new("leaf", line.LeafHash, IsCode: true),
        ];
        if (entry.Commitment.Length > 0)
        {
            proof.Add(new("commitment", entry.Commitment, IsCode: true));
        }

        return new PrintedEntry(
            line.Index, line.At.UtcDateTime.ToString("d MMM yyyy\nHH:mm:ss.fff", CultureInfo.InvariantCulture), LedgerSentence.Of(line).Text,
            [.. EntryFacts.Of(entry)], entry.Notice is { } sha256 ? marks.GetValueOrDefault(sha256) : null, proof);
    }

    private static PrintedNotice Notice(NoticeEvidence notice, string mark) => new(
        mark, notice.Title, string.Join('\n', [.. notice.Paragraphs, .. notice.Spoken is { } spoken ? ["Read out on the telephone:", spoken] : Array.Empty<string>()]),
        [
            new("Version", notice.Version.ToString(CultureInfo.InvariantCulture)),
            new("Language", $"{CultureInfo.GetCultureInfo(notice.Language).EnglishName} ({notice.Language})"),
            new("SHA-256", notice.Sha256, IsCode: true),
        ]);
}

/// <summary>What an entry says beyond its sentence, in words; on paper and on the page alike.</summary>
internal static class EntryFacts
{
    private static readonly (string Member, string Label)[] Known =
    [
        ("method", "How"), ("by", "Spoken by"), ("purposes", "For"), ("media", "Covers"), ("reach", "Reach"), ("digit", "Key pressed"), ("prompt", "Spoken question"), ("outcome", "Outcome"),
    ];

    private static readonly (string Member, string Label)[] Opened =
    [
        ("location", "Place"), ("role", "Role"), ("language", "Language"), ("evidence", "Evidence"),
    ];

    /// <summary>Said elsewhere: the name in the sentence, the notice below, ids that mean something to programs only.</summary>
    private static readonly HashSet<string> Elsewhere = new(["name", "notice", "event", "participant", "at"], StringComparer.Ordinal);

    public static IEnumerable<PrintedFact> Of(EntryEvidence entry)
    {
        var (details, personal) = (entry.Line.Details, entry.Personal ?? new Dictionary<string, string>());
        yield return new("Written by", Figures.Capital(Actors.Say(entry.Line.Actor)));
        foreach (var (member, label) in Known.Where(k => details.GetValueOrDefault(k.Member, "").Length > 0))
        {
            yield return new(label, Value(member, details[member]));
        }

        foreach (var (member, label) in Opened.Where(o => personal.GetValueOrDefault(o.Member, "").Length > 0))
        {
            yield return new(label, personal[member]);
        }

        if (details.GetValueOrDefault("at") is { Length: > 0 } happened && happened != Leaf.Time(entry.Line.At))
        {
            yield return new("Happened", happened);
        }

        foreach (var (member, value) in details.Where(d => d.Value.Length > 0 && !Elsewhere.Contains(d.Key) && Known.All(k => k.Member != d.Key)))
        {
            yield return new(Spaced(member), member == "reasons" ? Reasons.Say(value) : value);
        }

        foreach (var (member, value) in personal.Where(p => p.Value.Length > 0 && !Elsewhere.Contains(p.Key) && Opened.All(o => o.Member != p.Key)))
        {
            yield return new(Spaced(member), value);
        }

        yield return new("About", entry.Line.Object);
        if (entry.Commitment.Length > 0 && entry.Personal is null)
        {
            yield return new("Personal values", "erased, or kept no longer");
        }
    }

    private static string Value(string member, string value) => (member, value) switch
    {
        ("method", "click") => "click on the consent page",
        ("method", "api") => "told by the product",
        ("method", "dtmf") => "key pressed on the telephone",
        ("method", "spoken") => "spoken word",
        ("by", "self") => "the person",
        ("purposes" or "media", _) => value.Replace(" ", ", ", StringComparison.Ordinal),
        _ => value,
    };

    private static string Spaced(string member)
    {
        var text = new StringBuilder();
        foreach (var c in member)
        {
            text.Append(char.IsUpper(c) ? " " : "").Append(char.ToLowerInvariant(c));
        }

        return Figures.Capital(text.ToString());
    }
}
