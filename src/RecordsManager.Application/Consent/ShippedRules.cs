using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Rules;

namespace RecordsManager.Application.Consent;

/// <summary>
/// Keeps the rules that ship with this version of the product, so that the next version can still make a past decision
/// again. Newer ones take effect by themselves, on the ledger; an organization with rules of its own keeps those.
/// </summary>
internal sealed class ShippedRules(IWriteDb write, RuleShelf shelf, ICurrentActor actor, TimeProvider clock)
{
    /// <param name="have">All packs of the organization.</param>
    /// <returns>All with what was taken up.</returns>
    public IReadOnlyList<RulePackEntry> Adopt(IReadOnlyList<RulePackEntry> have)
    {
        var latest = have.Where(p => p.Counts).OrderBy(p => p.EffectiveFrom).ThenBy(p => p.Number).LastOrDefault();
        if (latest is { Origin: RulePackOrigin.Own } || have.Any(p => p.Sha256 == shelf.ShippedSha256))
        {
            return have;
        }

        var adopted = InstalledRulePack.Adopt(actor.Organization, have, shelf.Shipped.Version, BuiltInRulePack.Document, actor.Id, clock.GetUtcNow());
        write.Add(adopted);
        return [.. have, adopted.Entry];
    }
}
