using System.IO.Compression;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Trail;

/// <summary>
/// A bundle that the product made of real calls, changed in a thousand ways and more. The auditor has the ledger's key. What is
/// changed is found each time, and the report names the part. Deterministic: the seed is in the output.
/// </summary>
public sealed class TamperingWithAProductsBundle : OnTheWorkbench
{
    private const uint Seed = 20261125;
    private const int Mutations = 600;

    private readonly Dice _dice = new(Seed);

    [Theory]
    [InlineData(null)]
    [InlineData("consent")]
    public async Task Is_found_each_time(string? kind)
    {
        await Bench.IngestAgreed("Alice", "Bob", "Carol");
        await Bench.Send(new SignCheckpoint.Command());
        await Bench.IngestAgreed("Dora");
        var bundle = await Bench.TakeBundle(new TrailFilter(kind));
        var key = NoteKey.Parse((await Bench.Send(new ListLedgerKeys.Query()))[^1].VerifierKey);
        Assert.True(Verify(bundle, key).Verified);

        var parts = Unpack(bundle);
        for (var i = 0; i < Mutations; i++)
        {
            var (what, changed, part) = Mutate(i % 6, bundle, parts);
            var report = Verify(changed, key);
            Assert.False(report.Verified, $"seed {Seed}, mutation {i}: {what} was not found");
            Assert.All(report.Faults, f => Assert.False(string.IsNullOrWhiteSpace(f.Part) || string.IsNullOrWhiteSpace(f.Message)));
            Assert.True(
                part is null || report.Faults.Any(f => f.Part == part),
                $"seed {Seed}, mutation {i}: {what} in {part} was told as {string.Join(" | ", report.Faults.Take(3))}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}: {Mutations} changes of a bundle of {bundle.Length} bytes, each found");
    }

    private (string What, byte[] Changed, string? Part) Mutate(int kind, byte[] bundle, List<(string Name, byte[] Bytes)> parts)
    {
        var at = _dice.Below(parts.Count);
        var name = parts[at].Name;
        switch (kind)
        {
            case 0:
                var flipped = (byte[])bundle.Clone();
                var where = _dice.Below(flipped.Length);
                flipped[where] ^= (byte)(1 << _dice.Below(8));
                return ($"bit {where} flipped", flipped, null);
            case 1:
                return ("cut short", bundle[..^(1 + _dice.Below(bundle.Length - 1))], BundleFault.Container);
            case 2:
                return ($"{name} dropped", Pack(parts.Where((_, i) => i != at)), name);
            case 3:
                return ($"{name} doubled", Pack(parts.Append(parts[at])), name);
            case 4:
                var other = (at + 1 + _dice.Below(parts.Count - 1)) % parts.Count;
                var moved = parts.ToList();
                (moved[at], moved[other]) = (moved[other], moved[at]);
                return ($"{name} moved", Pack(moved), null);
            default:
                return Resign(parts);
        }
    }

    /// <summary>A thief takes an entry out, makes the manifest anew and signs it with a key of the same name.</summary>
    private (string What, byte[] Changed, string? Part) Resign(List<(string Name, byte[] Bytes)> parts)
    {
        var manifest = BundleManifest.Read(parts.Single(p => p.Name == BundleParts.Manifest).Bytes)!;
        using var thief = NoteSigner.New(manifest.Origin);
        var lines = parts.Single(p => p.Name == BundleParts.Entries).Bytes.AsSpan().ToArray();
        var text = System.Text.Encoding.UTF8.GetString(lines).Split('\n')[..^1].ToList();
        text.RemoveAt(_dice.Below(text.Count));
        var files = parts.Where(p => p.Name is not (BundleParts.Manifest or BundleParts.Signature)).Select(p => BundleFile.Of(
            p.Name,
            p.Name == BundleParts.Entries ? System.Text.Encoding.UTF8.GetBytes(string.Concat(text.Select(l => l + "\n"))) : p.Name == BundleParts.Keys ? System.Text.Encoding.UTF8.GetBytes(thief.Key + "\n") : p.Bytes)).ToList();
        var prepared = PreparedBundle.Of(
            new BundleHead(manifest.At, manifest.Origin, manifest.Size, manifest.Root, manifest.Scope, text.Count, manifest.Filter), files,
            (note, _) => Task.FromResult(SignedNote.Sign(note, thief).ToString()), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        using var stream = new MemoryStream();
        prepared.WriteTo(stream, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return ("an entry dropped and all signed anew", stream.ToArray(), BundleParts.Signature);
    }

    internal static List<(string Name, byte[] Bytes)> Unpack(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        return [.. zip.Entries.Select(entry =>
        {
            using var part = entry.Open();
            using var bytes = new MemoryStream();
            part.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        })];
    }

    /// <summary>As the product packs: nothing but what the test changes is other than it was.</summary>
    private static byte[] Pack(IEnumerable<(string Name, byte[] Bytes)> parts)
    {
        using var stream = new MemoryStream();
        List<ZipMember> written = [];
        foreach (var (name, bytes) in parts)
        {
            using var measure = new MeasuringStream();
            measure.Write(bytes);
            var member = new ZipMember(name, bytes.Length, measure.Measure().Crc, stream.Length);
            stream.Write(ZipLayout.LocalHeader(member));
            stream.Write(bytes);
            written.Add(member);
        }

        var central = stream.Length;
        written.ForEach(member => stream.Write(ZipLayout.CentralHeader(member)));
        stream.Write(ZipLayout.End(written.Count, central, stream.Length - central));
        return stream.ToArray();
    }

    private BundleReport Verify(byte[] bundle, NoteKey key)
    {
        var path = Path.Combine(Bench.Folder, "bundle.zip");
        File.WriteAllBytes(path, bundle);
        return BundleVerifier.Verify(path, new BundleTrust(key), TestContext.Current.CancellationToken);
    }
}
