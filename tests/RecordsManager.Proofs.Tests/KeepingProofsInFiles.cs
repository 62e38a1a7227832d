using System.Text;

namespace RecordsManager.Proofs.Tests;

public sealed class KeepingProofsInFiles
{
    private const string Log = "records.example.com/log/1";

    [Fact]
    public async Task A_proof_file_verifies_with_nothing_but_the_leaf_and_the_key()
    {
        using var signer = NoteSigner.New(Log);
        var (text, leaf) = await Written(signer);
        var proof = InclusionProofFile.Parse(text);

        Assert.Equal(text, proof.ToString());
        Assert.Null(proof.WhatIsWrong(leaf, [signer.Key]));
        Assert.Contains("index 5", proof.WhatIsWrong(Encoding.UTF8.GetBytes("entry 6"), [signer.Key]), StringComparison.Ordinal);
        using var other = NoteSigner.New(Log);
        Assert.Contains("signed", proof.WhatIsWrong(leaf, [other.Key]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_character_of_a_proof_file_can_be_changed()
    {
        using var signer = NoteSigner.New(Log);
        var (text, leaf) = await Written(signer);

        for (var at = 0; at < text.Length; at++)
        {
            var changed = text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            Assert.False(Holds(changed, leaf, signer.Key), changed);
            Assert.False(Holds(text.Remove(at, 1), leaf, signer.Key), text.Remove(at, 1));
        }
    }

    [Fact]
    public void Extra_data_is_carried()
    {
        using var signer = NoteSigner.New(Log);
        var proof = new InclusionProofFile(0, [], new Checkpoint(Log, 1, HashingATree.Leaf(0)).Sign(signer).ToString(), [1, 2, 3]);

        Assert.Equal([1, 2, 3], InclusionProofFile.Parse(proof.ToString()).Extra);
        Assert.Equal("c2sp.org/tlog-proof@v1\nextra AQID\nindex 0\n\n", proof.ToString()[..^proof.Checkpoint.Length]);
    }

    private static async Task<(string Text, byte[] Leaf)> Written(NoteSigner signer)
    {
        var tree = new NodesInMemory();
        for (var index = 0; index < 11; index++)
        {
            tree.Append(HashingATree.Leaf(index));
        }

        var note = new Checkpoint(Log, tree.Size, tree.Root()).Sign(signer).ToString();
        var proof = await MerkleProofs.Inclusion(tree, 5, tree.Size, TestContext.Current.CancellationToken);
        return (new InclusionProofFile(5, proof, note).ToString(), Encoding.UTF8.GetBytes("entry 5"));
    }

    private static bool Holds(string text, byte[] leaf, NoteKey key)
    {
        try
        {
            return InclusionProofFile.Parse(text).WhatIsWrong(leaf, [key]) is null;
        }
        catch (ProofFormatException)
        {
            return false;
        }
    }
}
