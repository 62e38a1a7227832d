using Microsoft.EntityFrameworkCore;
using RecordsManager.Application;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Ledger;

namespace RecordsManager.Persistence.Ledger;

/// <summary>Appends to the organization's ledger within the caller's transaction; one writer at a time, so that there are no gaps.</summary>
internal sealed class LedgerWriter(RecordsDb db, ICurrentActor actor, TimeProvider clock)
{
    public async Task Append(IReadOnlyList<LedgerFact> facts, CancellationToken ct)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var organization = actor.Organization;
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"ledger" + organization}, 0))", ct);
        var head = await db.Set<LedgerEntry>().AsNoTracking().OrderByDescending(e => e.Index).Select(e => new { e.Index, e.ChainHash }).FirstOrDefaultAsync(ct);
        var index = head?.Index ?? -1;
        var chain = head?.ChainHash;

        // The time is read under the lock: entries are in the order of their times. timestamptz keeps microseconds, the leaf milliseconds.
        var now = clock.GetUtcNow();
        var at = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        foreach (var fact in facts)
        {
            index++;
            var leaf = LedgerLeaf.Write(index, at, actor.Id, fact);
            var leafHash = LedgerLeaf.Hash(leaf);
            chain = LedgerLeaf.Chain(chain, leafHash);
            db.Add(new LedgerEntry(organization, index, at, fact.Kind, fact.Object, fact.Person?.ToString(), actor.Id, leaf, leafHash, chain));
        }
    }
}
