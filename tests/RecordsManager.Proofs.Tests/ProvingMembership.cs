namespace RecordsManager.Proofs.Tests;

public sealed class ProvingMembership
{
    private const int Largest = 70;

    [Fact]
    public void The_published_inclusion_proofs_are_judged_as_published()
    {
        var vectors = Vectors.Published("rfc6962_proofs.json").GetProperty("inclusion").EnumerateArray().ToList();

        Assert.Equal(98, vectors.Count);
        Assert.All(vectors, v => Assert.Equal(
            v.GetProperty("wantErr").GetBoolean(),
            !MerkleTree.VerifyInclusion(
                unchecked((long)v.GetProperty("leafIdx").GetUInt64()), unchecked((long)v.GetProperty("treeSize").GetUInt64()),
                Vectors.Base64(v, "leafHash"), Vectors.Hashes(v, "proof"), Vectors.Base64(v, "root"))));
    }

    [Fact]
    public void The_published_consistency_proofs_are_judged_as_published()
    {
        var vectors = Vectors.Published("rfc6962_proofs.json").GetProperty("consistency").EnumerateArray().ToList();

        Assert.Equal(98, vectors.Count);
        Assert.All(vectors, v => Assert.Equal(
            v.GetProperty("wantErr").GetBoolean(),
            !MerkleTree.VerifyConsistency(
                unchecked((long)v.GetProperty("size1").GetUInt64()), unchecked((long)v.GetProperty("size2").GetUInt64()),
                Vectors.Hashes(v, "proof"), Vectors.Base64(v, "root1"), Vectors.Base64(v, "root2"))));
    }

    [Fact]
    public async Task Every_leaf_of_every_tree_is_proved_and_no_other_place_root_or_hash_is()
    {
        var ct = TestContext.Current.CancellationToken;
        var tree = Tree();
        for (var size = 1; size <= Largest; size++)
        {
            var root = await MerkleProofs.Root(tree, size, ct);
            Assert.Equal(HashingATree.ByDefinition(0, size), root);
            for (var index = 0; index < size; index++)
            {
                var proof = await MerkleProofs.Inclusion(tree, index, size, ct);

                Assert.True(MerkleTree.VerifyInclusion(index, size, HashingATree.Leaf(index), proof, root));
                Assert.False(MerkleTree.VerifyInclusion(index, size, HashingATree.Leaf(index + 1), proof, root));
                Assert.False(MerkleTree.VerifyInclusion(index + 1, size, HashingATree.Leaf(index), proof, root));
                Assert.False(MerkleTree.VerifyInclusion(index, size, HashingATree.Leaf(index), [.. proof, new byte[32]], root));
                Assert.False(MerkleTree.VerifyInclusion(index, size, HashingATree.Leaf(index), proof, HashingATree.Leaf(index + Largest)));
                Assert.All(Enumerable.Range(0, proof.Count), i => Assert.False(MerkleTree.VerifyInclusion(index, size, HashingATree.Leaf(index), WithAFlippedBit(proof, i), root)));
            }
        }
    }

    [Fact]
    public async Task Every_tree_is_proved_to_begin_with_every_smaller_one_and_with_no_other()
    {
        var ct = TestContext.Current.CancellationToken;
        var tree = Tree();
        for (var second = 1; second <= Largest; second++)
        {
            var root = await MerkleProofs.Root(tree, second, ct);
            for (var first = 1; first <= second; first++)
            {
                var old = await MerkleProofs.Root(tree, first, ct);
                var proof = await MerkleProofs.Consistency(tree, first, second, ct);

                Assert.True(MerkleTree.VerifyConsistency(first, second, proof, old, root));
                Assert.False(MerkleTree.VerifyConsistency(first, second, proof, HashingATree.Leaf(Largest), root));
                Assert.False(MerkleTree.VerifyConsistency(first, second, proof, old, HashingATree.Leaf(Largest)));
                Assert.False(MerkleTree.VerifyConsistency(first, second, [.. proof, new byte[32]], old, root));
                Assert.All(Enumerable.Range(0, proof.Count), i => Assert.False(MerkleTree.VerifyConsistency(first, second, WithAFlippedBit(proof, i), old, root)));
            }
        }
    }

    [Fact]
    public void Nothing_is_proved_of_the_empty_tree_and_equal_sizes_need_no_proof()
    {
        var root = HashingATree.ByDefinition(0, 3);
        Assert.False(MerkleTree.VerifyConsistency(0, 3, [], MerkleTree.EmptyRoot(), root));
        Assert.True(MerkleTree.VerifyConsistency(3, 3, [], root, root));
        Assert.False(MerkleTree.VerifyConsistency(3, 3, [root], root, root));
        Assert.False(MerkleTree.VerifyConsistency(4, 3, [root], root, root));
    }

    private static NodesInMemory Tree()
    {
        var tree = new NodesInMemory();
        for (var index = 0; index < Largest; index++)
        {
            tree.Append(HashingATree.Leaf(index));
        }

        return tree;
    }

    private static List<byte[]> WithAFlippedBit(IReadOnlyList<byte[]> proof, int at) =>
        [.. proof.Select((hash, i) => i == at ? [(byte)(hash[0] ^ 1), .. hash[1..]] : hash)];
}
