using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Application.Consent;

/// <summary>The organization's rule packs with their times, read once in a unit of work.</summary>
internal sealed class RuleBooks(IReadDb db, RuleShelf shelf)
{
    private RuleBook? _book;

    public async Task<RuleBook> Book(CancellationToken ct) => _book ??= await Read(ct);

    /// <summary>From here on, decisions of this unit of work are made by these: those it tries.</summary>
    public void Under(RuleBook book) => _book = book;

    /// <summary>All there are and were, in the order in which they came.</summary>
    public async Task<IReadOnlyList<RulePackEntry>> Entries(CancellationToken ct) =>
        await db.RulePacks.OrderBy(p => p.Number)
            .Select(p => new RulePackEntry(p.Number, p.Version, p.Origin, p.Sha256, p.EffectiveFrom, p.InstalledAt, p.InstalledBy, p.WithdrawnAt))
            .ToListAsync(ct);

    private async Task<RuleBook> Read(CancellationToken ct)
    {
        List<PackInForce> packs = [];
        foreach (var entry in (await Entries(ct)).Where(p => p.Counts).OrderBy(p => p.EffectiveFrom).ThenBy(p => p.Number))
        {
            var pack = await shelf.Get(entry.Sha256, () => db.RulePacks.Where(p => p.Number == entry.Number).Select(p => p.Document).SingleAsync(ct));
            packs.Add(new PackInForce(entry.EffectiveFrom, pack with { Version = entry.Version }));
        }

        // An organization is given the shipped rules when it is first looked after; what is decided before that is decided by the same.
        return packs is [{ Pack: var first } earliest, .. var later] && earliest.From == DateTimeOffset.UnixEpoch ? new RuleBook(first, later) : new RuleBook(shelf.Shipped, packs);
    }
}
