using System.Text;

namespace RecordsManager.Proofs.Tests;

public sealed class HashingATree
{
    [Fact]
    public void A_tree_without_leaves_has_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(new MerkleFrontier().Root()));

    [Fact]
    public void A_leaf_and_a_node_are_hashed_as_RFC_6962_says()
    {
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Convert.ToHexStringLower(MerkleTree.LeafHash([])));
        Assert.Equal(
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            Convert.ToHexStringLower(MerkleTree.NodeHash(MerkleTree.LeafHash([]), MerkleTree.LeafHash([0]))));
        Assert.Throws<ArgumentException>(() => MerkleTree.NodeHash(new byte[31], new byte[32]));
    }

    [Fact]
    public void Roots_are_those_that_were_published()
    {
        var roots = Vectors.Published("rfc6962_proofs.json").GetProperty("roots");
        var tree = new MerkleFrontier();
        var expected = roots.GetProperty("root_by_size_hex").EnumerateArray().Select(r => r.GetString()).ToList();
        Assert.Equal(expected[0], Convert.ToHexStringLower(tree.Root()));

        foreach (var (leaf, size) in roots.GetProperty("leaf_inputs_hex").EnumerateArray().Select((leaf, i) => (Vectors.Hex(leaf.GetString()!), i + 1)))
        {
            tree.Append(MerkleTree.LeafHash(leaf));
            Assert.Equal(expected[size], Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Fact]
    public void The_streamed_root_is_the_root_by_definition()
    {
        var tree = new MerkleFrontier();
        for (var size = 1; size <= 300; size++)
        {
            tree.Append(Leaf(size - 1));
            Assert.Equal(ByDefinition(0, size), tree.Root());
        }
    }

    [Fact]
    public void A_leaf_completes_the_subtrees_that_end_with_it_and_a_frontier_can_be_taken_up_again()
    {
        var nodes = new NodesInMemory();
        for (var size = 1; size <= 130; size++)
        {
            nodes.Append(Leaf(size - 1));
            var again = new MerkleFrontier(size, MerkleFrontier.Of(size).Select(n => nodes.Hashes[n]));
            Assert.Equal(ByDefinition(0, size), again.Root());
        }

        Assert.All(nodes.Hashes, node => Assert.Equal(ByDefinition(node.Key.Position << node.Key.Level, 1L << node.Key.Level), node.Value));
        Assert.Throws<ArgumentException>(() => new MerkleFrontier(3, [new byte[32]]));
    }

    internal static byte[] Leaf(long index) => MerkleTree.LeafHash(Encoding.UTF8.GetBytes($"entry {index}"));

    /// <summary>RFC 6962 section 2.1, word for word.</summary>
    internal static byte[] ByDefinition(long start, long size)
    {
        if (size == 1)
        {
            return Leaf(start);
        }

        var half = 1L;
        while (half * 2 < size)
        {
            half *= 2;
        }

        return MerkleTree.NodeHash(ByDefinition(start, half), ByDefinition(start + half, size - half));
    }
}
