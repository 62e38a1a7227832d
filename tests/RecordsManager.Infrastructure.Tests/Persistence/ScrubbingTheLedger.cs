using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Ledger;
using RecordsManager.ProductSupport;
using RecordsManager.Proofs;

namespace RecordsManager.Infrastructure.Tests.Persistence;

public sealed class ScrubbingTheLedger : IAsyncLifetime
{
    private Workbench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Verifies_from_the_first_entry_to_the_last()
    {
        await _bench.Fact("test.first", "test.second");
        await _bench.Fact("test.third");

        Assert.Equal((3, true), await Scrub());
    }

    [Fact]
    public async Task Has_no_gap_and_no_fork_however_many_write_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _bench.Fact($"test.writer-{writer}", "test.second-of-the-same-commit");
            }
        }));

        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        Assert.Equal(Enumerable.Range(0, 160).Select(i => $"{i}"), await superuser.Lines("select index from ledger_entries order by index"));
        Assert.Equal((160, true), await Scrub());
    }

    [Fact]
    public async Task Is_one_chain_for_each_organization()
    {
        var other = OrganizationId.New(_bench.Clock.GetUtcNow());
        await _bench.AddOrganization(other);
        await _bench.Fact("test.ours");

        Assert.Equal(1, (await _bench.Send(new ScrubLedger.Command())).Value.Entries);
        Assert.Equal(0, (await _bench.Send(other, new ScrubLedger.Command(), Roles.Of(Roles.Auditor))).Value.Entries);
    }

    [Theory]
    [InlineData("update ledger_entries set leaf = replace(leaf, 'test.e', 'test.x') where index = 3", "leaf_hash", 3)]
    [InlineData("update ledger_entries set leaf = replace(leaf, 'test.e', 'test.x'), kind = 'test.x', leaf_hash = sha256('\\x00'::bytea || convert_to(replace(leaf, 'test.e', 'test.x'), 'UTF8')) where index = 3", "subtrees", 3)]
    [InlineData("update ledger_entries set leaf = replace(leaf, 'test.e', 'test.x'), kind = 'test.x', leaf_hash = sha256('\\x00'::bytea || convert_to(replace(leaf, 'test.e', 'test.x'), 'UTF8')) where index = 4", "checkpoint", 7)]
    [InlineData("update ledger_entries set subtrees = sha256(subtrees) where index = 1", "subtrees", 1)]
    [InlineData("delete from ledger_entries where index = 2", "index", 3)]
    [InlineData("delete from ledger_entries where index = 0", "index", 1)]
    [InlineData("delete from ledger_entries where index >= 5", "checkpoint", 7)]
    [InlineData("update ledger_entries set index = case index when 1 then 2 else 1 end where index in (1, 2)", "index", 1)]
    [InlineData("update ledger_checkpoints set root = sha256(root)", "checkpoint", 7)]
    [InlineData("update ledger_checkpoints set note = replace(note, E'\n7\n', E'\n6\n')", "signature", 7)]
    [InlineData("update ledger_payloads set sealed_values = set_byte(sealed_values, length(sealed_values) - 1, get_byte(sealed_values, length(sealed_values) - 1) # 1)", "payload", 7)]
    [InlineData("update ledger_entries set kind = 'test.x' where index = 4", "kind", 4)]
    [InlineData("update ledger_entries set actor = 'usr_x' where index = 4", "actor", 4)]
    [InlineData("update ledger_entries set object = 'rec_x' where index = 4", "object", 4)]
    [InlineData("update ledger_entries set person = 'per_x' where index = 4", "person", 4)]
    [InlineData("update ledger_entries set at = at - interval '1 day' where index = 4", "at", 4)]
    public async Task Finds_what_somebody_with_every_right_changed_and_names_it(string tampering, string part, long at)
    {
        await _bench.Fact("test.e", "test.e", "test.e", "test.e", "test.e", "test.e");
        await _bench.Send(new SignCheckpoint.Command()); // the key's own entry is the seventh
        await _bench.Record(new LedgerFact("test.personal", "rec_1", null, null, new Dictionary<string, string> { ["name"] = "Nobody" }));
        Assert.Equal((8, true), await Scrub());
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        await superuser.Run("set session_replication_role = replica");
        await superuser.Run("alter table ledger_entries drop constraint ledger_entries_pkey"); // to swap two rows in one statement
        Assert.NotEqual(0, await superuser.Run(tampering));

        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var report = (await _bench.Send(new ScrubLedger.Command())).Value;

        Assert.Contains(report.Findings, f => f.Part == part && f.At == at);
        Assert.Equal(report.Findings.Count, System.Text.Json.JsonDocument.Parse((await _bench.Send(new ShowLastScrub.Query()))!.Findings).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Nothing_is_signed_over_a_ledger_that_does_not_begin_with_what_was_signed()
    {
        await _bench.Fact("test.e", "test.e", "test.e");
        await _bench.Send(new SignCheckpoint.Command());
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        await superuser.Run("set session_replication_role = replica");
        await superuser.Run("update ledger_entries set subtrees = sha256(subtrees) || sha256(leaf_hash) where index = 3");
        await _bench.Fact("test.later");

        await Assert.ThrowsAsync<LedgerBrokenException>(() => _bench.Send(new SignCheckpoint.Command()));
        Assert.Equal(1, await superuser.Value<long>("select count(*) from ledger_checkpoints"));
    }

    [Fact]
    public async Task Every_entry_is_proved_and_every_size_continues_the_one_before()
    {
        var sizes = new List<LedgerCheckpoint>();
        for (var i = 0; i < 9; i++)
        {
            await _bench.Fact("test.e");
            sizes.Add((await _bench.Send(new SignCheckpoint.Command())).Value);
        }

        var newest = sizes[^1];
        for (var index = 0; index < newest.Size; index++)
        {
            var proof = (await _bench.Send(new ProveInclusion.Query(index, null))).Value;
            Assert.True(MerkleTree.VerifyInclusion(index, newest.Size, proof.LeafHash, proof.Path, newest.Root));
            Assert.Equal(newest.Note, proof.Checkpoint);
        }

        foreach (var older in sizes)
        {
            var proof = (await _bench.Send(new ProveConsistency.Query(older.Size, newest.Size))).Value;
            Assert.True(MerkleTree.VerifyConsistency(older.Size, newest.Size, proof.Path, older.Root, newest.Root));
        }

        var key = NoteKey.Parse((await _bench.Send(new ListLedgerKeys.Query()))[0].VerifierKey);
        Assert.Equal(newest.Size, Checkpoint.Open(newest.Note, [key]).Size);
        Assert.Equal(LedgerErrors.RangeUnknown, (await _bench.Send(new ProveInclusion.Query(newest.Size, newest.Size))).Error);
        Assert.Equal(LedgerErrors.RangeUnknown, (await _bench.Send(new ProveConsistency.Query(0, 1))).Error);
    }

    /// <summary>What is read under the lock that all writers of an organization wait for.</summary>
    [Fact]
    public async Task Appending_finds_the_edge_of_a_long_ledger_by_the_index_alone()
    {
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        await superuser.Run(
            "insert into ledger_entries (organization_id, index, at, kind, object, actor, leaf, leaf_hash, subtrees) "
            + $"select '{_bench.Organization.Value}', i, now(), 'test.e', 'rec_1', 'system', repeat('x', 200), sha256(i::text::bytea), '' from generate_series(0, 19999) i");
        await superuser.Run("analyze ledger_entries");
        await superuser.Run("prepare edge(uuid) as " + LedgerWriter.Edge);

        var plan = await superuser.Lines($"explain (costs off) execute edge('{_bench.Organization.Value}')");

        Assert.Equal(2, plan.Count(line => line.Contains("using ledger_entries_pkey on ledger_entries", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Aggregate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_size_is_signed_once()
    {
        await _bench.Fact("test.e");
        var first = (await _bench.Send(new SignCheckpoint.Command())).Value;

        Assert.Equal(first.Note, (await _bench.Send(new SignCheckpoint.Command())).Value.Note);
    }

    private async Task<(long Entries, bool IsClean)> Scrub()
    {
        var report = (await _bench.Send(new ScrubLedger.Command())).Value;
        return (report.Entries, report.IsClean);
    }
}
