using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Persistence.Model;
using RecordsManager.Proofs;

namespace RecordsManager.Persistence.Ledger;

/// <summary>
/// Appends to the organization's ledger within the caller's transaction; one writer at a time, so that there are no gaps. It
/// comes last in a transaction, and what it can prepare it prepares before it takes the lock: others wait for two round
/// trips and the commit.
/// </summary>
internal sealed class LedgerWriter(RecordsDb db, IPersonCipher persons, IOrganizationCipher organizations, ICurrentActor actor, TimeProvider clock)
{
    private const string Insert = """
        insert into ledger_entries (organization_id, index, at, kind, object, person, actor, leaf, leaf_hash, subtrees)
        select $1, * from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[])
        """;

    private const string InsertPayloads = """
        insert into ledger_payloads (organization_id, index, person_id, sealed_values)
        select $1, * from unnest($2::bigint[], $3::uuid[], $4::bytea[])
        """;

    /// <summary>
    /// The full subtrees at the right edge, largest first, each from the entry that completed it; nothing while the ledger is
    /// empty. The last entry is the newest, and each of the others is found by its index: never more than 64 rows are read,
    /// however long the ledger is, because everybody else waits meanwhile.
    /// </summary>
    internal const string Edge = """
        with head as (select index + 1 as size, at from ledger_entries where organization_id = $1 order by index desc limit 1)
        select head.size, head.at, level, entry.leaf_hash, entry.subtrees
        from head cross join generate_series(62, 0, -1) level
        cross join lateral (select e.leaf_hash, e.subtrees from ledger_entries e where e.organization_id = $1 and e.index = ((head.size >> level) << level) - 1 limit 1) entry
        where (head.size >> level) & 1 = 1
        order by level desc
        """;

    public async Task Append(IReadOnlyList<LedgerFact> facts, CancellationToken ct)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var committed = await Commit(facts, ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var (frontier, last) = await TakeTurn(connection, ct);

        // The time is read under the lock and never runs backwards: entries are in the order of their times. timestamptz keeps microseconds, the leaf milliseconds.
        var now = clock.GetUtcNow();
        var at = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        await Write(connection, [.. committed.Select(c => Entry(c, frontier, last > at ? last.Value : at))], ct);
    }

    /// <summary>A fact with the commitment to its personal values, and these sealed; nothing is kept of a person without a key.</summary>
    private sealed record Committed(LedgerFact Fact, string Commitment, byte[]? Sealed);

    private sealed record Appended(LedgerEntry Entry, PersonId? Person, byte[]? Sealed);

    private async Task<IReadOnlyList<Committed>> Commit(IReadOnlyList<LedgerFact> facts, CancellationToken ct)
    {
        var holders = facts.Where(f => f.Personal is { Count: > 0 }).Select(f => f.Person).OfType<PersonId>().Distinct().ToList();
        var keys = holders.Count == 0 ? [] : await db.Set<PersonKeyRow>().AsNoTracking().Where(k => holders.Contains(k.Person)).ToDictionaryAsync(k => k.Person, ct);
        List<Committed> committed = [];
        foreach (var fact in facts)
        {
            committed.Add(fact.Personal is { Count: > 0 } ? await Commit(fact, keys, ct) : new Committed(fact, "", null));
        }

        return committed;
    }

    private async Task<Committed> Commit(LedgerFact fact, Dictionary<PersonId, PersonKeyRow> keys, CancellationToken ct)
    {
        var salt = Commitment.NewSalt();
        var values = CanonicalJson.Of(fact.Personal!);
        var commitment = Commitment.Of(salt, values);
        var (context, payload) = (SealedContexts.LedgerValues(commitment), LedgerPayloads.Write(salt, values));
        if (fact.Person is not { } person)
        {
            return new Committed(fact, commitment, await organizations.Seal(actor.Organization, context, payload, ct));
        }

        return new Committed(
            fact, commitment,
            keys.TryGetValue(person, out var key) ? await persons.Seal(actor.Organization, person, new WrappedKey(key.Epoch, key.Blob, key.Check), context, payload, ct) : null);
    }

    private Appended Entry(Committed committed, MerkleFrontier frontier, DateTimeOffset at)
    {
        var leaf = LedgerLeaf.Of(actor.Organization, frontier.Size, at, actor.Id, committed.Fact, committed.Commitment);
        var bytes = leaf.Write();
        var hash = MerkleTree.LeafHash(bytes);
        var subtrees = frontier.Append(hash).SelectMany(h => h).ToArray();
        return new Appended(
            new LedgerEntry(actor.Organization, leaf.Index, at, leaf.Kind, leaf.Object, committed.Fact.Person?.ToString(), actor.Id, System.Text.Encoding.UTF8.GetString(bytes), hash, subtrees),
            committed.Fact.Person, committed.Sealed);
    }

    private async Task<(MerkleFrontier Frontier, DateTimeOffset? Last)> TakeTurn(NpgsqlConnection connection, CancellationToken ct)
    {
        // Each statement of the batch sees what was committed when it began: the edge is read after the lock was given.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))") { Parameters = { new() { Value = "ledger" + actor.Organization } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Edge) { Parameters = { new() { Value = actor.Organization.Value } } });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        List<byte[]> subtrees = [];
        var size = 0L;
        DateTimeOffset? last = null;
        while (await reader.ReadAsync(ct))
        {
            size = reader.GetInt64(0);
            last = await reader.GetFieldValueAsync<DateTimeOffset>(1, ct);
            var level = reader.GetInt32(2);
            subtrees.Add(level == 0
                ? await reader.GetFieldValueAsync<byte[]>(3, ct)
                : (await reader.GetFieldValueAsync<byte[]>(4, ct)).AsSpan((level - 1) * MerkleTree.HashLength, MerkleTree.HashLength).ToArray());
        }

        return (new MerkleFrontier(size, subtrees), last);
    }

    private async Task Write(NpgsqlConnection connection, IReadOnlyList<Appended> appended, CancellationToken ct)
    {
        var entries = appended.Select(a => a.Entry).ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                new() { Value = actor.Organization.Value },
                Array(NpgsqlDbType.Bigint, entries.Select(e => e.Index)),
                Array(NpgsqlDbType.TimestampTz, entries.Select(e => e.At)),
                Array(NpgsqlDbType.Text, entries.Select(e => e.Kind)),
                Array(NpgsqlDbType.Text, entries.Select(e => e.Object)),
                Array(NpgsqlDbType.Text, entries.Select(e => e.Person)),
                Array(NpgsqlDbType.Text, entries.Select(e => e.Actor)),
                Array(NpgsqlDbType.Text, entries.Select(e => e.Leaf)),
                Array(NpgsqlDbType.Bytea, entries.Select(e => e.LeafHash)),
                Array(NpgsqlDbType.Bytea, entries.Select(e => e.Subtrees)),
            },
        });
        var payloads = appended.Where(a => a.Sealed is not null).ToList();
        if (payloads.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertPayloads)
            {
                Parameters =
                {
                    new() { Value = actor.Organization.Value },
                    Array(NpgsqlDbType.Bigint, payloads.Select(p => p.Entry.Index)),
                    Array(NpgsqlDbType.Uuid, payloads.Select(p => p.Person?.Value)),
                    Array(NpgsqlDbType.Bytea, payloads.Select(p => p.Sealed!)),
                },
            });
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };
}
