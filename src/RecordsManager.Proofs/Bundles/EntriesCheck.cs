using System.Globalization;

namespace RecordsManager.Proofs.Bundles;

/// <summary>Reads every entry once, in order: its form, its number, its time, its leaf hash; and grows the tree from them.</summary>
/// <param name="sizes">Sizes of the tree at which its root is wanted.</param>
internal sealed class EntriesCheck(BundleManifest manifest, IReadOnlySet<long> sizes, DisclosureCheck? disclosure, BundleFaults faults)
{
    private readonly MerkleFrontier _tree = new();
    private DateTimeOffset _lastTime = DateTimeOffset.MinValue;
    private long _lastIndex = -1;
    private long _line;

    public long Count => _line;

    /// <summary>Of the sizes asked for, as far as the entries reach.</summary>
    public Dictionary<long, byte[]> Roots { get; } = [];

    /// <summary>By index; only in a bundle of matching entries, where each has its proof.</summary>
    public Dictionary<long, byte[]> LeafHashes { get; } = [];

    /// <summary>The notices that consent entries name, with the purposes they were asked for, and the first entry that does.</summary>
    public Dictionary<NamedNotice, long> Notices { get; } = [];

    public Measure Run(BundleContainer container, CancellationToken ct)
    {
        var lines = new LineSplitter(Entry);
        var measure = container.Read(BundleParts.Entries, (block, _) => lines.Block(block), ct);
        if (!lines.IsWhole)
        {
            Fault("entries.unfinished", "The last line does not end, or a line is longer than 1 MiB.", null);
        }

        if (_line != manifest.Count)
        {
            Fault("entries.count", $"There are {Say(_line)} entries; the manifest says {Say(manifest.Count)}.", null);
        }

        return measure;
    }

    private void Entry(ReadOnlyMemory<byte> bytes)
    {
        _line++;
        var hash = MerkleTree.LeafHash(bytes.Span);
        if (manifest.Scope == BundleScope.All)
        {
            _tree.Append(hash);
            if (sizes.Contains(_tree.Size))
            {
                Roots[_tree.Size] = _tree.Root();
            }
        }

        try
        {
            Read(Leaf.Parse(bytes), hash);
        }
        catch (ProofFormatException wrong)
        {
            Fault("entry.form", "This is no entry as the ledger writes it: " + wrong.Message, manifest.Scope == BundleScope.All ? _line - 1 : null);
        }
    }

    private void Read(Leaf leaf, byte[] hash)
    {
        Order(leaf);
        if (leaf.Version > 1 && leaf.Origin != manifest.Origin)
        {
            Fault("entry.origin", "The entry belongs to another ledger.", leaf.Index);
        }

        if (manifest.Scope == BundleScope.Matching)
        {
            LeafHashes[leaf.Index] = hash;
        }

        if (leaf.Kind.StartsWith("consent.", StringComparison.Ordinal) && leaf.Details.GetValueOrDefault("notice") is { Length: > 0 } notice)
        {
            Notices.TryAdd(new NamedNotice(notice, leaf.Details.GetValueOrDefault("asked")), leaf.Index);
        }

        disclosure?.Compare(leaf);
    }

    private void Order(Leaf leaf)
    {
        if (manifest.Scope == BundleScope.All && leaf.Index != _line - 1)
        {
            Fault("entry.index", $"The entry says it is number {Say(leaf.Index)}; here number {Say(_line - 1)} has to stand. An entry was left out, put in or moved.", leaf.Index);
        }
        else if (leaf.Index <= _lastIndex || leaf.Index >= manifest.Size)
        {
            Fault("entry.index", $"Number {Say(leaf.Index)} cannot follow number {Say(_lastIndex)} in a ledger of {Say(manifest.Size)}.", leaf.Index);
        }

        if (leaf.At < _lastTime)
        {
            Fault("entry.time", $"The entry's time {Leaf.Time(leaf.At)} lies before that of the entry before it, {Leaf.Time(_lastTime)}.", leaf.Index);
        }

        _lastIndex = leaf.Index;
        _lastTime = leaf.At;
    }

    private void Fault(string code, string message, long? entry) => faults.Add(BundleParts.Entries, code, message, _line == 0 ? null : _line, entry);

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}
