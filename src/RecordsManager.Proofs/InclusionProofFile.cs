using System.Globalization;
using System.Text;

namespace RecordsManager.Proofs;

/// <summary>An inclusion proof that stands on its own (C2SP tlog-proof): the leaf's index, its path and the checkpoint it leads to.</summary>
/// <param name="Proof">The sibling of the leaf first.</param>
/// <param name="Checkpoint">The signed note, verbatim.</param>
/// <param name="Extra">Bytes of the writer's, which nothing vouches for; null for none.</param>
public sealed record InclusionProofFile(long Index, IReadOnlyList<byte[]> Proof, string Checkpoint, byte[]? Extra = null)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const int LongestProof = 64;

    /// <exception cref="ProofFormatException">It is no proof file.</exception>
    public static InclusionProofFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new ProofFormatException("A proof file is a proof, an empty line and a checkpoint.");
        }

        var lines = new Queue<string>(text[..end].Split('\n'));
        if (!string.Equals(lines.Dequeue(), Header, StringComparison.Ordinal))
        {
            throw new ProofFormatException($"A proof file begins with {Header}.");
        }

        byte[]? extra = null;
        if (lines.TryPeek(out var line) && line.StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = Base64Strict.Standard(lines.Dequeue()["extra ".Length..], "The extra data of the proof file");
        }

        if (!lines.TryDequeue(out var at) || !at.StartsWith("index ", StringComparison.Ordinal))
        {
            throw new ProofFormatException("The proof file does not say the index of its leaf.");
        }

        var index = Proofs.Checkpoint.WholeNumber(at["index ".Length..], "The index of the proof file");
        var checkpoint = text[(end + 2)..];
        _ = Proofs.Checkpoint.Of(SignedNote.Parse(checkpoint));
        return lines.Count <= LongestProof
            ? new InclusionProofFile(index, [.. lines.Select(hash => Base64Strict.Hash(hash, "A line of the proof"))], checkpoint, extra)
            : throw new ProofFormatException($"A proof has at most {LongestProof} hashes.");
    }

    /// <summary>That the leaf stands in the log, as a known key vouches. Says what is wrong; null when nothing is.</summary>
    public string? WhatIsWrong(ReadOnlySpan<byte> leaf, IEnumerable<NoteKey> known)
    {
        try
        {
            var checkpoint = Proofs.Checkpoint.Open(Checkpoint, known);
            return MerkleTree.VerifyInclusion(Index, checkpoint.Size, MerkleTree.LeafHash(leaf), Proof, checkpoint.Root)
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"The proof does not lead from this leaf at index {Index} to the root of the checkpoint of size {checkpoint.Size}.");
        }
        catch (ProofFormatException wrong)
        {
            return wrong.Message;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
        {
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Proof)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
