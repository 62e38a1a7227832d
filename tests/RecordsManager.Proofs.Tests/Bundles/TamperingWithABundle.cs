using System.Globalization;
using System.Text;
using RecordsManager.Proofs.Bundles;
using RecordsManager.TestSupport;

namespace RecordsManager.Proofs.Tests.Bundles;

/// <summary>Whatever is done to a bundle is found, and the report names the part. Deterministic: the seed is in the output.</summary>
public sealed class TamperingWithABundle : IDisposable
{
    private const uint Seed = 20261125;
    private const int Mutations = 1_500;

    private readonly ALedger _ledger = new(40);
    private readonly NoteSigner _thief = NoteSigner.New(ALedger.Origin);
    private readonly string _path = Path.GetTempFileName();
    private readonly Dice _dice = new(Seed);

    [Theory]
    [InlineData(BundleScope.All)]
    [InlineData(BundleScope.Matching)]
    public async Task Is_found_each_time_and_the_part_is_named(BundleScope scope)
    {
        var parts = await _ledger.Parts(scope);
        var bundle = await _ledger.Bundle(scope);
        Assert.True(Verify(bundle).Verified);

        Dictionary<string, int> done = [];
        for (var i = 0; i < Mutations; i++)
        {
            var (what, changed, named) = await Mutate(i % 12, bundle, parts, scope);
            var report = Verify(changed);
            Assert.False(report.Verified, $"seed {Seed}, mutation {i}: {what} was not found");
            Assert.True(
                named.Length == 0 || report.Faults.Any(f => named.Contains(f.Part, StringComparer.Ordinal)),
                $"seed {Seed}, mutation {i}: {what} in {string.Join(" or ", named)} was told as {string.Join(" | ", report.Faults.Take(5))}");
            Assert.All(report.Faults, f => Assert.False(string.IsNullOrWhiteSpace(f.Part)));
            var kind = what.Split(':')[0];
            done[kind] = done.GetValueOrDefault(kind) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}, {scope}: {string.Join(", ", done.Select(d => $"{d.Key} {d.Value.ToString(CultureInfo.InvariantCulture)}"))}");
    }

    [Fact]
    public async Task Every_single_byte_counts()
    {
        using var small = new ALedger(4);
        var bundle = await small.Bundle(BundleScope.Matching);
        for (var at = 0; at < bundle.Length; at++)
        {
            var changed = (byte[])bundle.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            Assert.False(Verify(changed, small).Verified, $"byte {at} of {bundle.Length} was changed and nobody noticed");
        }
    }

    [Fact]
    public async Task Signing_everything_anew_is_found_by_whoever_has_the_ledgers_key()
    {
        using var forged = new ALedger(40, NoteSigner.Import(ALedger.Origin, _thief.Export()));
        var report = Verify(await forged.Bundle(BundleScope.All));

        Assert.Contains(report.Faults, f => f.Code == "manifest.key");
        Assert.Contains(report.Faults, f => f is { Part: BundleParts.Checkpoint, Code: "checkpoint.signature" });
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _thief.Dispose();
        File.Delete(_path);
    }

    private async Task<(string What, byte[] Bundle, string[] Named)> Mutate(int kind, byte[] bundle, List<(string Name, byte[] Bytes)> parts, BundleScope scope)
    {
        switch (kind)
        {
            case 0 or 1 or 2:
                return FlipBit(bundle);
            case 3:
                return ($"cut short: {bundle.Length}", bundle[..^(1 + _dice.Below(bundle.Length - 1))], [BundleFault.Container]);
            case 4:
                var lengthened = bundle.ToList();
                lengthened.Insert(_dice.Below(bundle.Length + 1), (byte)_dice.Below(256));
                return ("byte put in", [.. lengthened], []);
            case 5:
                // The container is made anew around the manifest that was signed.
                var changed = Repack(bundle, list => list.RemoveAt(2 + _dice.Below(list.Count - 2)), out var dropped);
                return ($"part dropped: {dropped}", changed, [dropped]);
            case 6:
                var doubled = Repack(bundle, list => list.Insert(_dice.Below(list.Count), list[_dice.Below(list.Count)]), out var twice);
                return ($"part doubled: {twice}", doubled, [twice]);
            case 7:
                var moved = Repack(bundle, list => (list[2], list[^1]) = (list[^1], list[2]), out _);
                return ("parts reordered", moved, [parts[0].Name, parts[^1].Name]);
            case 8:
                return await ChangeLine(parts, scope, _ledger.Signer, "by the ledger itself");
            case 9:
                return await ChangeLine(parts, scope, _thief, "by a thief");
            case 10:
                return await ExchangePart(parts, scope);
            default:
                return await SignAnew(parts, scope);
        }
    }

    private (string What, byte[] Bundle, string[] Named) FlipBit(byte[] bundle)
    {
        var at = _dice.Below(bundle.Length);
        var changed = (byte[])bundle.Clone();
        changed[at] ^= (byte)(1 << _dice.Below(8));
        return ($"bit flipped: at {at}", changed, PartAt(bundle, at));
    }

    /// <summary>The part a byte belongs to; the directory and the end belong to the container, and a broken record of the directory is told as either.</summary>
    private static string[] PartAt(byte[] bundle, int at)
    {
        var (members, _) = Unpack(bundle);
        var offset = 0L;
        foreach (var (name, bytes) in members)
        {
            var next = offset + ZipLayout.LocalHeader(new ZipMember(name, bytes.Length, 0, 0)).Length + bytes.Length;
            if (at < next)
            {
                return [name];
            }

            offset = next;
        }

        foreach (var (name, _) in members)
        {
            offset += ZipLayout.CentralHeader(new ZipMember(name, 0, 0, 0)).Length;
            if (at < offset)
            {
                return [name, BundleFault.Container];
            }
        }

        return [BundleFault.Container];
    }

    /// <summary>Entries changed, and everything that can be made anew was made anew and signed.</summary>
    private async Task<(string What, byte[] Bundle, string[] Named)> ChangeLine(List<(string Name, byte[] Bytes)> parts, BundleScope scope, NoteSigner signer, string by)
    {
        var lines = Encoding.UTF8.GetString(parts.Single(p => p.Name == BundleParts.Entries).Bytes).Split('\n')[..^1].ToList();
        var (a, b) = (_dice.Below(lines.Count), _dice.Below(lines.Count));
        var what = _dice.Below(5);
        switch (what)
        {
            case 0: lines.RemoveAt(a); break;
            case 1: lines.Insert(b, lines[a]); break;
            case 2: (lines[a], lines[a == b ? (a + 1) % lines.Count : b]) = (lines[a == b ? (a + 1) % lines.Count : b], lines[a]); break;
            case 3: lines[a] = lines[a].Replace("rec_1", "rec_2", StringComparison.Ordinal); break;
            default: lines.RemoveRange(a, lines.Count - a); break;
        }

        var changed = Exchange(parts, BundleParts.Entries, Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
        var head = _ledger.Head(scope) with { Count = lines.Count };
        string[] named = signer == _thief ? [BundleParts.Signature] : scope == BundleScope.All ? [BundleParts.Entries] : [BundleParts.Entries, .. parts.Select(p => p.Name).Where(n => BundleParts.IsProof(n, out _))];
        return ($"entry {new[] { "dropped", "doubled", "moved", "edited", "cut off" }[what]} {by}: {a}, {b}", await ALedger.Pack(changed, head, signer), named);
    }

    /// <summary>A part is exchanged for that of another ledger, or an older one, and the manifest is signed by a thief.</summary>
    private async Task<(string What, byte[] Bundle, string[] Named)> ExchangePart(List<(string Name, byte[] Bytes)> parts, BundleScope scope)
    {
        using var other = new ALedger(40, NoteSigner.Import(ALedger.Origin, _thief.Export()));
        var name = parts[_dice.Below(parts.Count)].Name;
        var theirs = (await other.Parts(scope)).Single(p => p.Name == name).Bytes;
        var changed = Exchange(parts, name, theirs);
        return ($"part exchanged: {name}", await ALedger.Pack(changed, _ledger.Head(scope), _thief), [BundleParts.Signature]);
    }

    private async Task<(string What, byte[] Bundle, string[] Named)> SignAnew(List<(string Name, byte[] Bytes)> parts, BundleScope scope)
    {
        var key = Encoding.UTF8.GetBytes(_thief.Key + "\n");
        switch (_dice.Below(4))
        {
            case 0:
                return ("signed anew: manifest", await ALedger.Pack(parts, _ledger.Head(scope), _thief), [BundleParts.Signature]);
            case 1:
                return ("signed anew: manifest and keys", await ALedger.Pack(Exchange(parts, BundleParts.Keys, key), _ledger.Head(scope), _thief), [BundleParts.Signature]);
            case 2:
                var note = Encoding.UTF8.GetBytes(_ledger.Checkpoint(signer: _thief));
                return ("signed anew: checkpoint", await ALedger.Pack(Exchange(parts, BundleParts.Checkpoint, note), _ledger.Head(scope), _ledger.Signer), [BundleParts.Checkpoint]);
            default:
                using (var forged = new ALedger(40, NoteSigner.Import(ALedger.Origin, _thief.Export())))
                {
                    return ("signed anew: everything", await forged.Bundle(scope), [BundleParts.Signature]);
                }
        }
    }

    private static List<(string Name, byte[] Bytes)> Exchange(List<(string Name, byte[] Bytes)> parts, string name, byte[] bytes) =>
        parts.ConvertAll(p => p.Name == name ? (name, bytes) : p);

    private static byte[] Repack(byte[] bundle, Action<List<(string Name, byte[] Bytes)>> change, out string touched)
    {
        var (members, _) = Unpack(bundle);
        var changed = members.ToList();
        change(changed);
        touched = changed.Count < members.Count
            ? members.First(m => !changed.Contains(m)).Name
            : changed.GroupBy(m => m.Name, StringComparer.Ordinal).OrderByDescending(g => g.Count()).First().Key;
        return Container(changed);
    }

    private static (List<(string Name, byte[] Bytes)> Members, int Count) Unpack(byte[] bundle)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bundle));
        List<(string, byte[])> members = [];
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            using var bytes = new MemoryStream();
            part.CopyTo(bytes);
            members.Add((entry.FullName, bytes.ToArray()));
        }

        return (members, members.Count);
    }

    private static byte[] Container(List<(string Name, byte[] Bytes)> members)
    {
        using var stream = new MemoryStream();
        List<ZipMember> written = [];
        foreach (var (name, bytes) in members)
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

    private BundleReport Verify(byte[] bundle, ALedger? of = null)
    {
        File.WriteAllBytes(_path, bundle);
        return BundleVerifier.Verify(_path, new BundleTrust((of ?? _ledger).Signer.Key), CancellationToken.None);
    }
}
