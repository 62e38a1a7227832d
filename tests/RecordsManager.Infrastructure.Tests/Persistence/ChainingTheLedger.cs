using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

public sealed class ChainingTheLedger : IAsyncLifetime
{
    private Workbench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Verifies_from_the_first_entry_to_the_last()
    {
        await _bench.Fact("test.first", "test.second");
        await _bench.Fact("test.third");

        Assert.Equal(new CheckChain.Verdict(3, null), await _bench.Send(new CheckChain.Query()));
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
        Assert.Equal(160, await superuser.Value<long>("select count(distinct chain_hash) from ledger_entries"));
        Assert.Equal(new CheckChain.Verdict(160, null), await _bench.Send(new CheckChain.Query()));
    }

    [Fact]
    public async Task Is_one_chain_for_each_organization()
    {
        var other = OrganizationId.New(_bench.Clock.GetUtcNow());
        await _bench.AddOrganization(other);
        await _bench.Fact("test.ours");

        Assert.Equal(1, (await _bench.Send(new CheckChain.Query())).Entries);
        Assert.Equal(0, (await _bench.Send(other, new CheckChain.Query(), Roles.Of(Roles.Auditor))).Entries);
    }

    [Theory]
    [InlineData("update ledger_entries set leaf = replace(leaf, 'test.e', 'test.x') where index = 3", 3)]
    [InlineData("update ledger_entries set leaf = replace(leaf, 'test.e', 'test.x'), leaf_hash = sha256('\\x00'::bytea || convert_to(replace(leaf, 'test.e', 'test.x'), 'UTF8')) where index = 3", 3)]
    [InlineData("update ledger_entries set chain_hash = sha256(chain_hash) where index = 2", 2)]
    [InlineData("delete from ledger_entries where index = 2", 2)]
    [InlineData("delete from ledger_entries where index = 0", 0)]
    [InlineData("update ledger_entries set index = case index when 1 then 2 else 1 end where index in (1, 2)", 1)]
    [InlineData("insert into ledger_entries select organization_id, 6, at, kind, object, person, actor, leaf, leaf_hash, chain_hash from ledger_entries where index = 5", 6)]
    // The columns are what an auditor searches and reads: they have to say what the leaf says.
    [InlineData("update ledger_entries set kind = 'test.x' where index = 4", 4)]
    [InlineData("update ledger_entries set actor = 'usr_x' where index = 4", 4)]
    [InlineData("update ledger_entries set object = 'rec_x' where index = 4", 4)]
    [InlineData("update ledger_entries set person = 'per_x' where index = 4", 4)]
    [InlineData("update ledger_entries set at = at - interval '1 day' where index = 4", 4)]
    public async Task Finds_the_entry_that_somebody_with_every_right_changed(string tampering, long at)
    {
        await _bench.Fact("test.e", "test.e", "test.e", "test.e", "test.e", "test.e");
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        await superuser.Run("set session_replication_role = replica");
        await superuser.Run("alter table ledger_entries drop constraint ledger_entries_pkey"); // to swap two rows in one statement
        Assert.NotEqual(0, await superuser.Run(tampering));

        Assert.Equal(at, (await _bench.Send(new CheckChain.Query())).BrokenAt);
    }
}
