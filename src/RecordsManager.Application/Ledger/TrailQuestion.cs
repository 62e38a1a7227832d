using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// What an auditor types becomes a filter of ids: names lie sealed and places lie with the recordings, so both are looked up
/// first, and neither stands in the filter of an export.
/// </summary>
public sealed class TrailQuestion(IReadDb db, PersonNames names, ICurrentActor actor)
{
    private const int Batch = 500;

    /// <param name="person">A prefixed id, or a part of a name.</param>
    /// <param name="place">ISO 3166: <c>DE</c> is every part of Germany too, <c>US-CA</c> is that part only.</param>
    public async Task<TrailFilter> Of(string? kind, string? about, string? person, DateTimeOffset? from, DateTimeOffset? to, string? place, CancellationToken ct)
    {
        if (!actor.May(Permission.LedgerRead))
        {
            throw new NotAllowedException(nameof(SearchTrail)); // names are opened for the question already
        }

        var filter = new TrailFilter(kind, about, from, to);
        if (!string.IsNullOrWhiteSpace(person))
        {
            filter = filter with { Persons = PersonId.TryParse(person.Trim(), out var id) ? [id.ToString()] : await Named(person.Trim(), ct) };
        }

        if (!string.IsNullOrWhiteSpace(place))
        {
            var code = place.Trim().ToUpperInvariant();
            filter = filter with { Place = code, AtPlace = await At(code, ct) };
        }

        return filter;
    }

    /// <summary>Erased persons have no name and are found by their id only.</summary>
    private async Task<IReadOnlyList<string>> Named(string text, CancellationToken ct)
    {
        List<string> found = [];
        foreach (var batch in (await db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct)).Chunk(Batch))
        {
            found.AddRange((await names.Of(batch, ct)).Values
                .Where(n => !n.IsErased && n.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(n => n.Person.ToString()));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> At(string code, CancellationToken ct)
    {
        var within = code + "-";
        var there = await db.Recordings
            .SelectMany(r => r.Participants.Select(p => new { Recording = r.Id, p.Person, p.Locations, p.Whereabouts }))
            .ToListAsync(ct);
        return [.. there
            .Where(p => p.Locations.Concat(p.Whereabouts.SelectMany(w => w.Locations)).Any(l => l == code || l.StartsWith(within, StringComparison.Ordinal)))
            .Select(p => p.Recording.ToString() + p.Person).Distinct()];
    }
}
