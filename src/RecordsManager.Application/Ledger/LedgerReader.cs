using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ledger;

/// <summary>One line as people read it. The person's name is opened at reading time; the ledger itself names nobody.</summary>
/// <param name="Person">Null when the entry is about no person.</param>
/// <param name="Details">The entry's facts, by name.</param>
public sealed record LedgerLine(
    long Index,
    DateTimeOffset At,
    string Kind,
    string Object,
    PersonId? PersonId,
    string? Person,
    string Actor,
    IReadOnlyDictionary<string, string> Details,
    string LeafHash);

internal sealed class LedgerReader(IReadDb db, PersonNames names)
{
    /// <summary>Everything about the recording: its own entries and those of its links and deliveries, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerLine>> Of(Recording recording, CancellationToken ct)
    {
        var objects = new List<string> { recording.Id.ToString() };
        objects.AddRange((await db.ShareLinks.Where(l => l.Recording == recording.Id).Select(l => l.Id).ToListAsync(ct)).Select(id => id.ToString()));
        objects.AddRange((await db.Deliveries.Where(d => d.Recording == recording.Id).Select(d => d.Id).ToListAsync(ct)).Select(id => id.ToString()));
        var entries = await db.LedgerEntries.Where(e => objects.Contains(e.Object)).OrderBy(e => e.Index).ToListAsync(ct);
        return await Lines(entries, ct);
    }

    public async Task<IReadOnlyList<LedgerLine>> Lines(IReadOnlyList<LedgerEntry> entries, CancellationToken ct)
    {
        var persons = entries.Select(e => PersonId.TryParse(e.Person, out var id) ? id : (PersonId?)null).ToList();
        var nameOf = await names.Of(persons.OfType<PersonId>(), ct);
        return [.. entries.Select((entry, i) => new LedgerLine(
            entry.Index, entry.At, entry.Kind, entry.Object, persons[i],
            persons[i] is { } person ? nameOf[person].DisplayName : null,
            entry.Actor, LedgerLeaf.Read(entry.Leaf).Details, Convert.ToHexStringLower(entry.LeafHash)))];
    }
}
