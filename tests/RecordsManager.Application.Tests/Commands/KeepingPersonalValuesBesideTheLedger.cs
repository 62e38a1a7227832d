using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>What is personal is committed to and kept apart: an auditor can be shown it, and an erasure takes it away without breaking a proof.</summary>
public sealed class KeepingPersonalValuesBesideTheLedger : OnTheWorkbench
{
    [Fact]
    public async Task A_consent_event_commits_to_who_where_and_in_which_language()
    {
        var (entry, disclosed) = await GrantedBy(await Bench.IngestAgreed("Alice", "Bob"));

        Assert.DoesNotContain("Alice", entry.Leaf, StringComparison.Ordinal);
        Assert.Equal(["evidence", "language", "location", "name", "role"], disclosed!.Values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(LedgerLeaf.Read(entry.Leaf).Commitment, Commitment.Of(disclosed.Salt, disclosed.Values));
    }

    [Fact]
    public async Task After_an_erasure_nothing_opens_them_and_every_proof_still_holds()
    {
        var recording = await Bench.IngestAgreed("Alice", "Bob");
        var before = (await Bench.Send(new SignCheckpoint.Command())).Value;
        var (entry, _) = await GrantedBy(recording);
        await Bench.Send(new RequestErasure.Command(recording.Participants[0].Person));

        var (same, disclosed) = await GrantedBy(recording);
        var proof = (await Bench.Send(new ProveInclusion.Query(entry.Index, before.Size))).Value;

        Assert.Equal(entry.Leaf, same.Leaf);
        Assert.Null(disclosed);
        Assert.True(MerkleTree.VerifyInclusion(entry.Index, before.Size, proof.LeafHash, proof.Path, before.Root));
        Assert.Empty((await Bench.Send(new ScrubLedger.Command())).Value.Findings);
        await Bench.In(Bench.Organization, async services => Assert.False(
            await services.GetRequiredService<IReadDb>().LedgerPayloads.AnyAsync(p => p.Person == recording.Participants[0].Person, TestContext.Current.CancellationToken)));
    }

    private async Task<(LedgerEntry Entry, DisclosedPayload? Disclosed)> GrantedBy(Domain.Recordings.Recording recording)
    {
        (LedgerEntry, DisclosedPayload?) found = default;
        await Bench.In(Bench.Organization, async services =>
        {
            var ct = TestContext.Current.CancellationToken;
            var person = recording.Participants[0].Person.ToString();
            var entry = await services.GetRequiredService<IReadDb>().LedgerEntries.FirstAsync(e => e.Kind == "consent.granted" && e.Person == person, ct);
            found = (entry, (await services.GetRequiredService<LedgerPayloads>().Open([entry], ct)).GetValueOrDefault(entry.Index));
        });
        return found;
    }
}
