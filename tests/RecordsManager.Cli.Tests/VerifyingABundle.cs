using System.Text;
using System.Text.Json;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Cli.Tests;

public sealed class VerifyingABundle : IDisposable
{
    private const string Origin = "records.example.com/log/acme";

    private readonly NoteSigner _signer = NoteSigner.New(Origin);
    private readonly Folder _folder = new();

    [Fact]
    public async Task Needs_no_server_and_ends_with_0()
    {
        await Write("b.zip");

        var run = await Records.Run(null, null, "verify", _folder.At("b.zip"), "--key", _signer.Key.ToString());

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("b.zip is verified.", run.Out);
        Assert.DoesNotContain("Only the bundle itself", run.Out);
    }

    [Fact]
    public async Task Takes_the_key_from_a_file_and_says_when_nobody_named_one()
    {
        await Write("b.zip");
        _folder.With("key", _signer.Key + "\n");

        Assert.Equal(0, (await Records.Run(null, null, "verify", _folder.At("b.zip"), "--key", _folder.At("key"))).ExitCode);
        Assert.Contains("Only the bundle itself says", (await Records.Run(null, null, "verify", _folder.At("b.zip"))).Out);
    }

    [Fact]
    public async Task Ends_with_1_and_names_part_and_reason()
    {
        await Write("b.zip");
        var bytes = await File.ReadAllBytesAsync(_folder.At("b.zip"), TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("rec_1"u8);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(_folder.At("b.zip"), bytes, TestContext.Current.CancellationToken);

        var run = await Records.Run(null, null, "verify", _folder.At("b.zip"));
        var json = JsonDocument.Parse((await Records.Run(null, null, "verify", _folder.At("b.zip"), "--json")).Out).RootElement;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("entries.jsonl", run.Error);
        Assert.Contains("NOT what the ledger signed", run.Out);
        Assert.False(json.GetProperty("verified").GetBoolean());
        Assert.Contains(json.GetProperty("faults").EnumerateArray(), f => f.GetProperty("part").GetString() == "entries.jsonl" && f.GetProperty("code").GetString() == "part.altered");
    }

    [Theory]
    [InlineData("/nowhere.zip")]
    public async Task Ends_with_2_when_there_is_nothing_to_read(string file)
    {
        var run = await Records.Run(null, null, "verify", file);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task Ends_with_2_when_the_key_is_none()
    {
        await Write("b.zip");

        Assert.Equal(2, (await Records.Run(null, null, "verify", _folder.At("b.zip"), "--key", "mine")).ExitCode);
    }

    public void Dispose()
    {
        _signer.Dispose();
        _folder.Dispose();
    }

    private async Task Write(string name)
    {
        var leaf = new Leaf { Origin = Origin, Index = 0, At = DateTimeOffset.UnixEpoch, Kind = "recording.viewed", Object = "rec_1", Actor = "key_1" }.Write();
        var checkpoint = new Checkpoint(Origin, 1, MerkleTree.LeafHash(leaf));
        var bundle = await PreparedBundle.Of(
            new BundleHead("1970-01-01T00:00:00.000Z", Origin, 1, Convert.ToBase64String(checkpoint.Root), BundleScope.All, 1, new Dictionary<string, string>()),
            [
                BundleFile.Of(BundleParts.Keys, _signer.Key + "\n"),
                BundleFile.Of(BundleParts.Checkpoint, checkpoint.Sign(_signer).ToString()),
                BundleFile.Of(BundleParts.Entries, Encoding.UTF8.GetString(leaf) + "\n"),
            ],
            (text, _) => Task.FromResult(SignedNote.Sign(text, _signer).ToString()),
            CancellationToken.None);
        await using var file = File.Create(_folder.At(name));
        await bundle.WriteTo(file, CancellationToken.None);
    }
}
