using System.Globalization;
using System.Text.RegularExpressions;

namespace RecordsManager.Application.Ledger;

/// <summary>Which entries are asked for; what is given must fit, all of it.</summary>
/// <param name="Kind">A kind (<c>consent.granted</c>) or its first part (<c>consent</c>).</param>
/// <param name="About">A prefixed id (recording, link, delivery, …), or a person's.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed partial record TrailFilter(string? Kind = null, string? About = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public static readonly TrailFilter Everything = new();

    /// <summary>Prefixed ids of the persons that are meant; null: everybody.</summary>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <summary>A country or a part of one (ISO 3166), where the person was; null: anywhere.</summary>
    public string? Place { get; init; }

    /// <summary>Who was in which recording at <see cref="Place"/>: the id of the recording and of the person, one after the other.</summary>
    internal IReadOnlyList<string> AtPlace { get; init; } = [];

    public bool IsEverything => string.IsNullOrWhiteSpace(Kind) && string.IsNullOrWhiteSpace(About) && Persons is null && Place is null && From is null && To is null;

    public IQueryable<LedgerEntry> Of(IQueryable<LedgerEntry> entries)
    {
        if (!string.IsNullOrWhiteSpace(Kind))
        {
            var (kind, within) = (Kind.Trim(), Kind.Trim() + ".");
            entries = entries.Where(e => e.Kind == kind || e.Kind.StartsWith(within));
        }

        if (!string.IsNullOrWhiteSpace(About))
        {
            var about = About.Trim();
            entries = entries.Where(e => e.Object == about || e.Person == about);
        }

        if (Persons is { } persons)
        {
            entries = entries.Where(e => e.Person != null && persons.Contains(e.Person));
        }

        if (Place is not null)
        {
            var there = AtPlace;
            entries = entries.Where(e => e.Person != null && there.Contains(e.Object + e.Person));
        }

        if (From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        return To is { } to ? entries.Where(e => e.At < to) : entries;
    }

    /// <summary>
    /// As an export says what it answers, for ever and to everybody. What somebody typed may be a name, so only what cannot be
    /// one stands there: known kinds, ids and times. A place is only said to have been asked for: with it an export would
    /// tell of each person in it where they were, also after their erasure.
    /// </summary>
    public IReadOnlyDictionary<string, string> Words()
    {
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        Say("kind", Kind, kind => Families.Contains(kind.Split('.')[0]) && KindForm().IsMatch(kind), "no kind");
        Say("about", About, about => IdForm().IsMatch(about), "no id");
        Say("person", Persons is null ? null : string.Join('.', Persons.Take(20)) is { Length: > 0 } ids ? ids : "per_none", _ => true, "");
        Say("place", Place, _ => false, "asked for");
        Say("from", Time(From), _ => true, "");
        Say("to", Time(To), _ => true, "");
        return words;

        void Say(string name, string? value, Func<string, bool> isHarmless, string otherwise)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                words[name] = isHarmless(value.Trim()) ? value.Trim() : otherwise;
            }
        }
    }

    /// <summary>The first parts of kinds.</summary>
    private static readonly HashSet<string> Families = new(
        ["access", "call", "chapter", "consent", "delivery", "disposition", "erasure", "hold", "integrity", "key", "learning", "ledger", "my-recordings", "notice", "participant", "policy", "receipt", "recording", "rules", "share", "track", "trail", "transcript", "widget"], StringComparer.Ordinal);

    [GeneratedRegex("^[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)?$")]
    private static partial Regex KindForm();

    /// <summary>As <see cref="Domain.PrefixedId"/> writes them.</summary>
    [GeneratedRegex("^[a-z]{2,4}_[0-9a-f]{32}$")]
    private static partial Regex IdForm();

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
