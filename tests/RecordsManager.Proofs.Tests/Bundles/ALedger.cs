using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Proofs.Tests.Bundles;

/// <summary>A ledger in memory with the consent of a few people, its notices in three languages, the German one in form 2 and its key.</summary>
internal sealed class ALedger : IDisposable
{
    public const string Origin = "records.example.com/log/acme";

    public static readonly DateTimeOffset Start = new(2026, 11, 20, 15, 13, 40, TimeSpan.Zero);

    private static readonly string[] Texts =
    [
        "We record this call\nNorthquay records sound and picture and keeps them for 90 days. You may refuse and stay in the call.",
        "records-notice 2\nlanguage: de\nversion: 3\npurposes: recording sharing\n\nWir zeichnen auf\nNorthquay zeichnet Ton und Bild auf und bewahrt sie 90 Tage lang auf. Sie dürfen ablehnen und bleiben.\n\npart: sharing\nEingeladene dürfen zusehen.\n\nspoken:\nDieses Gespräch wird aufgezeichnet.",
        "نسجّل هذه المكالمة\nتسجّل نورثكي الصوت والصورة وتحفظهما تسعين يومًا. يمكنك أن ترفض وتبقى في المكالمة.",
    ];

    private readonly string _asked;
    private readonly List<byte[]> _leaves = [];
    private readonly List<(IReadOnlyDictionary<string, string> Personal, byte[] Salt)?> _personal = [];

    public ALedger(int entries = 60, NoteSigner? signer = null, string asked = "recording sharing")
    {
        _asked = asked;
        Signer = signer ?? NoteSigner.New(Origin);
        Grow(entries);
    }

    public NoteSigner Signer { get; }

    public IReadOnlyList<byte[]> Leaves => _leaves;

    public static IReadOnlyList<string> Notices => [.. Texts.Select(text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))];

    public void Grow(int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            var index = _leaves.Count;
            var isConsent = index % 3 == 1;
            IReadOnlyDictionary<string, string> personal = new Dictionary<string, string> { ["location"] = "DE-BE", ["name"] = "Zoë Example " + index.ToString(CultureInfo.InvariantCulture) };
            var salt = Commitment.NewSalt();
            _personal.Add(isConsent ? (personal, salt) : null);
            _leaves.Add(new Leaf
            {
                Origin = Origin,
                Index = index,
                At = Start.AddSeconds(index / 2),
                Kind = isConsent ? "consent.granted" : "recording.viewed",
                Object = "rec_1",
                Person = isConsent ? "per_" + (index % 5).ToString(CultureInfo.InvariantCulture) : "",
                Actor = "key_1",
                Commitment = isConsent ? Commitment.Of(salt, personal) : "",
                Details = isConsent ? new Dictionary<string, string> { ["method"] = "click", ["notice"] = Notices[index / 3 % 3], ["asked"] = _asked } : new Dictionary<string, string>(),
            }.Write());
        }
    }

    /// <summary>As bundles of before and of today write it.</summary>
    private static string NoticeLine(string sha256) => sha256 == Notices[1]
        ? $"{{\"form\":\"2\",\"language\":\"de\",\"purposes\":\"recording sharing\",\"sha256\":\"{sha256}\",\"title\":\"T\",\"version\":\"3\"}}\n"
        : $"{{\"language\":\"en\",\"sha256\":\"{sha256}\",\"title\":\"T\",\"version\":1}}\n";

    public string Checkpoint(int? size = null, NoteSigner? signer = null)
    {
        var first = _leaves.Take(size ?? _leaves.Count).ToList();
        var tree = new MerkleFrontier();
        first.ForEach(leaf => tree.Append(MerkleTree.LeafHash(leaf)));
        return new Checkpoint(Origin, first.Count, tree.Root()).Sign(signer ?? Signer).ToString();
    }

    /// <summary>The parts of a bundle after manifest and signature.</summary>
    public async Task<List<(string Name, byte[] Bytes)>> Parts(BundleScope scope)
    {
        var notes = Checkpoint();
        List<(string Name, byte[] Bytes)> parts =
        [
            (BundleParts.Readme, "For the auditor.\n"u8.ToArray()),
            (BundleParts.Keys, Encoding.UTF8.GetBytes(Signer.Key + "\n")),
            (BundleParts.Checkpoint, Encoding.UTF8.GetBytes(notes)),
        ];
        var nodes = new NodesOf(_leaves);
        var old = 0;
        foreach (var size in new[] { 7, 32 }.Where(size => size < _leaves.Count).Append(_leaves.Count))
        {
            var proof = old == 0 ? [] : await MerkleProofs.Consistency(nodes, old, size, CancellationToken.None);
            parts.Add((BundleParts.Earlier(size), Encoding.UTF8.GetBytes(new EarlierCheckpoint(old, proof, size == _leaves.Count ? notes : Checkpoint(size)).ToString())));
            old = size;
        }

        parts.AddRange(Texts.Select((text, i) => (BundleParts.Notice(Notices[i]), Encoding.UTF8.GetBytes(text))));
        parts.Add((BundleParts.NoticeIndex, Encoding.UTF8.GetBytes(string.Concat(Notices.Select(NoticeLine)))));
        var matching = Enumerable.Range(0, _leaves.Count).Where(i => scope == BundleScope.All || i % 3 == 1).ToList();
        parts.Add((BundleParts.Entries, [.. matching.SelectMany(i => (byte[])[.. _leaves[i], (byte)'\n'])]));
        foreach (var index in scope == BundleScope.All ? [] : matching)
        {
            var proof = await MerkleProofs.Inclusion(nodes, index, _leaves.Count, CancellationToken.None);
            parts.Add((BundleParts.Proof(index), Encoding.UTF8.GetBytes(new InclusionProofFile(index, proof, notes).ToString())));
        }

        return parts;
    }

    public BundleHead Head(BundleScope scope)
    {
        var checkpoint = Proofs.Checkpoint.Of(SignedNote.Parse(Checkpoint()));
        return new BundleHead(
            "2026-11-25T12:00:00.000Z", Origin, checkpoint.Size, Convert.ToBase64String(checkpoint.Root), scope,
            scope == BundleScope.All ? _leaves.Count : Enumerable.Range(0, _leaves.Count).Count(i => i % 3 == 1),
            scope == BundleScope.All ? new Dictionary<string, string>() : new Dictionary<string, string> { ["kind"] = "consent" });
    }

    public async Task<byte[]> Bundle(BundleScope scope) => await Pack(await Parts(scope), Head(scope), Signer);

    public static async Task<byte[]> Pack(IEnumerable<(string Name, byte[] Bytes)> parts, BundleHead head, NoteSigner signer)
    {
        var prepared = await PreparedBundle.Of(
            head, [.. parts.Select(p => BundleFile.Of(p.Name, p.Bytes))], (text, _) => Task.FromResult(SignedNote.Sign(text, signer).ToString()), CancellationToken.None);
        using var stream = new MemoryStream();
        await prepared.WriteTo(stream, CancellationToken.None);
        Assert.Equal(prepared.Length, stream.Length);
        return stream.ToArray();
    }

    public byte[] Disclosure(params int[] indexes)
    {
        List<byte> lines = [.. Proofs.Bundles.Disclosure.Head(Origin)];
        foreach (var index in indexes)
        {
            var (personal, salt) = _personal[index]!.Value;
            lines.AddRange(Proofs.Bundles.Disclosure.Line(index, CanonicalJson.Of(personal), salt));
        }

        return [.. lines];
    }

    public void Dispose() => Signer.Dispose();

    private sealed class NodesOf(IReadOnlyList<byte[]> leaves) : IMerkleNodes
    {
        public Task<IReadOnlyDictionary<MerkleNode, byte[]>> Read(IReadOnlyCollection<MerkleNode> nodes, CancellationToken ct) =>
            Task.FromResult<IReadOnlyDictionary<MerkleNode, byte[]>>(nodes.ToDictionary(node => node, Hash));

        private byte[] Hash(MerkleNode node) => node.Level == 0
            ? MerkleTree.LeafHash(leaves[(int)node.Position])
            : MerkleTree.NodeHash(Hash(new MerkleNode(node.Level - 1, 2 * node.Position)), Hash(new MerkleNode(node.Level - 1, (2 * node.Position) + 1)));
    }
}
