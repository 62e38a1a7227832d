using System.IO.Compression;
using System.Text;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Proofs.Tests.Bundles;

public sealed class VerifyingABundle : IDisposable
{
    private readonly ALedger _ledger = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("records-bundle-").FullName;

    [Theory]
    [InlineData(BundleScope.All)]
    [InlineData(BundleScope.Matching)]
    public async Task Holds_when_nothing_was_changed(BundleScope scope)
    {
        var report = Verify(await _ledger.Bundle(scope), new BundleTrust(_ledger.Signer.Key));

        Assert.Equal([], report.Faults.Select(f => f.ToString()));
        Assert.True(report.Verified);
        Assert.True(report.IsKeyPinned);
        Assert.DoesNotContain(report.Steps, step => step.Holds == false);
    }

    [Fact]
    public async Task Without_a_key_of_ones_own_says_that_the_bundle_vouches_for_itself()
    {
        var report = Verify(await _ledger.Bundle(BundleScope.All), new BundleTrust());

        Assert.True(report.Verified);
        Assert.False(report.IsKeyPinned);
        Assert.Equal([_ledger.Signer.Key.Id], report.Keys.Select(k => k.Id));
    }

    [Fact]
    public async Task Can_be_opened_by_any_program_that_reads_zip()
    {
        using var stream = new MemoryStream(await _ledger.Bundle(BundleScope.All));
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Read);

        foreach (var (name, bytes) in await _ledger.Parts(BundleScope.All))
        {
            if (name is BundleParts.Entries or BundleParts.Readme)
            {
                await using var part = await zip.GetEntry(name)!.OpenAsync(TestContext.Current.CancellationToken);
                using var read = new MemoryStream();
                await part.CopyToAsync(read, TestContext.Current.CancellationToken);
                Assert.Equal(bytes, read.ToArray());
            }
        }

        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
    }

    [Fact]
    public async Task Of_an_empty_ledger_holds()
    {
        using var empty = new ALedger(0);
        List<(string, byte[])> parts =
        [
            (BundleParts.Keys, Encoding.UTF8.GetBytes(empty.Signer.Key + "\n")),
            (BundleParts.Checkpoint, Encoding.UTF8.GetBytes(empty.Checkpoint())),
            (BundleParts.Entries, []),
        ];

        Assert.True(Verify(await ALedger.Pack(parts, empty.Head(BundleScope.All), empty.Signer), new BundleTrust(empty.Signer.Key)).Verified);
    }

    [Theory]
    [InlineData(BundleScope.All)]
    [InlineData(BundleScope.Matching)]
    public async Task Proves_that_it_grew_out_of_a_checkpoint_that_was_kept(BundleScope scope)
    {
        var kept = Write("kept", Encoding.UTF8.GetBytes(_ledger.Checkpoint(32)));

        var report = Verify(await _ledger.Bundle(scope), new BundleTrust(_ledger.Signer.Key, Since: kept));

        Assert.Equal([], report.Faults.Select(f => f.ToString()));
        Assert.True(report.Steps.Single(s => s.Name == "since").Holds);
    }

    [Fact]
    public async Task Proves_that_it_grew_out_of_an_earlier_bundle()
    {
        var old = Write("old.zip", await _ledger.Bundle(BundleScope.All));
        _ledger.Grow(15);

        Assert.True(Verify(await _ledger.Bundle(BundleScope.All), new BundleTrust(_ledger.Signer.Key, Since: old)).Verified);
    }

    [Theory]
    [InlineData(BundleScope.All)]
    [InlineData(BundleScope.Matching)]
    public async Task Finds_that_the_ledger_was_rewritten_since(BundleScope scope)
    {
        using var rewritten = new ALedger(60, NoteSigner.Import(ALedger.Origin, _ledger.Signer.Export()));
        var kept = Write("kept", Encoding.UTF8.GetBytes(rewritten.Checkpoint(32))); // other salts, so other leaves

        var report = Verify(await _ledger.Bundle(scope), new BundleTrust(_ledger.Signer.Key, Since: kept));

        Assert.Equal(["since.rewritten"], report.Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task Says_when_it_has_no_proof_from_what_was_kept()
    {
        var kept = Write("kept", Encoding.UTF8.GetBytes(_ledger.Checkpoint(31)));

        Assert.Equal(["since.unproven"], Verify(await _ledger.Bundle(BundleScope.Matching), new BundleTrust(_ledger.Signer.Key, Since: kept)).Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task Compares_disclosed_values_with_what_the_entries_commit_to()
    {
        var bundle = await _ledger.Bundle(BundleScope.Matching);
        var whole = Verify(bundle, new BundleTrust(_ledger.Signer.Key, Disclosure: Write("d", _ledger.Disclosure(1, 4, 58))));
        var lied = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_ledger.Disclosure(1, 4)).Replace("Zoë Example 4", "Zoë Example 5", StringComparison.Ordinal));

        Assert.True(whole.Verified);
        Assert.Contains("3 entries", whole.Steps.Single(s => s.Name == "disclosure").Said, StringComparison.Ordinal);
        var fault = Assert.Single(Verify(bundle, new BundleTrust(_ledger.Signer.Key, Disclosure: Write("d", lied))).Faults);
        Assert.Equal(("disclosure.commitment", 4L), (fault.Code, fault.Entry));
    }

    [Fact]
    public async Task Names_an_entry_that_is_disclosed_and_not_in_the_bundle()
    {
        using var shorter = new ALedger(30, NoteSigner.Import(ALedger.Origin, _ledger.Signer.Export()));
        var fault = Assert.Single(Verify(await shorter.Bundle(BundleScope.All), new BundleTrust(_ledger.Signer.Key, Disclosure: Write("d", _ledger.Disclosure(58)))).Faults);

        Assert.Equal(("disclosure.entry-missing", 58L), (fault.Code, fault.Entry));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private BundleReport Verify(byte[] bundle, BundleTrust trust) => BundleVerifier.Verify(Write("bundle.zip", bundle), trust, CancellationToken.None);

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
