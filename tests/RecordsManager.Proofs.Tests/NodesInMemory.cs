namespace RecordsManager.Proofs.Tests;

internal sealed class NodesInMemory : IMerkleNodes
{
    private readonly MerkleFrontier _frontier = new();

    public Dictionary<MerkleNode, byte[]> Hashes { get; } = [];

    public long Size => _frontier.Size;

    public byte[] Root() => _frontier.Root();

    public void Append(byte[] leafHash)
    {
        var index = _frontier.Size;
        Hashes[new MerkleNode(0, index)] = leafHash;
        foreach (var (hash, i) in _frontier.Append(leafHash).Select((hash, i) => (hash, i)))
        {
            var node = new MerkleNode(i + 1, index >> (i + 1));
            Assert.Equal(index, node.LastLeaf);
            Hashes[node] = hash;
        }
    }

    public Task<IReadOnlyDictionary<MerkleNode, byte[]>> Read(IReadOnlyCollection<MerkleNode> nodes, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<MerkleNode, byte[]>>(nodes.ToDictionary(n => n, n => Hashes[n]));
}
