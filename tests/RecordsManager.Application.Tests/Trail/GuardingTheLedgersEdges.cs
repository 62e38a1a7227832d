using Npgsql;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;

namespace RecordsManager.Application.Tests.Trail;

/// <summary>What happens at the same time, what stands outside the tree, and what an export says of its question.</summary>
public sealed class GuardingTheLedgersEdges : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_checkpoints_of_several_servers_at_the_same_time_are_one_key_and_each_is_answered()
    {
        await Bench.IngestAgreed("ada");

        var signed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Bench.SendAsSystem(new SignCheckpoint.Command())));

        Assert.All(signed, answer => Assert.Null(answer.Error));
        Assert.Equal(1, await Bench.Count("ledger_keys"));
        Assert.Single((await Bench.Ledger()), e => e.Kind == "ledger.key-created");
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task The_same_size_signed_by_several_at_once_is_the_stored_checkpoint_for_all_of_them()
    {
        await Bench.IngestAgreed("ada");
        await Bench.SendAsSystem(new SignCheckpoint.Command()); // the key's own entry is written now
        await Bench.Ingest(new Call("call-2", Bench.Clock.GetUtcNow(), "bob"));

        var signed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Bench.SendAsSystem(new SignCheckpoint.Command())));

        Assert.Single(signed.Select(s => s.Value.Note).Distinct());
    }

    [Fact]
    public async Task The_scrub_counts_a_row_that_stands_outside_the_tree()
    {
        await Bench.IngestAgreed("ada");
        await AsSuperuser("insert into ledger_entries select organization_id, -1, at, kind, object, person, actor, leaf, leaf_hash, subtrees from ledger_entries where index = 0");

        Assert.Contains((await Bench.Send(new ScrubLedger.Command())).Value.Findings, f => f.Part == "count");
    }

    [Theory]
    [InlineData("update ledger_keys set sealed_private_key = overlay(sealed_private_key placing '\\xff'::bytea from 20)")]
    [InlineData("update ledger_keys set verifier_key = replace(verifier_key, '+', '-')")]
    public async Task The_scrub_finds_a_key_whose_parts_do_not_belong_together(string tampering)
    {
        await Bench.IngestAgreed("ada");
        await Bench.SendAsSystem(new SignCheckpoint.Command());
        await Bench.ChainHolds();
        await AsSuperuser("alter table ledger_keys disable trigger exchanges_wrap; " + tampering);

        Assert.Contains((await Bench.Send(new ScrubLedger.Command())).Value.Findings, f => f.Part == "key");
    }

    [Theory]
    [InlineData("Alice.Okafor")]
    [InlineData("alice_okafor")]
    [InlineData("alice:okafor")]
    public void An_export_never_says_what_somebody_typed_unless_it_is_an_id_or_a_kind(string typed)
    {
        var words = new TrailFilter(typed, typed) { Place = typed.ToUpperInvariant() }.Words();

        Assert.All(words.Values, word => Assert.DoesNotContain("okafor", word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("asked for", new TrailFilter { Place = "DE" }.Words()["place"]);
        Assert.Equal("consent.granted", new TrailFilter("consent.granted").Words()["kind"]);
    }

    private async Task AsSuperuser(string sql)
    {
        await using var superuser = new NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, superuser);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
