using System.Globalization;
using System.Text;

namespace RecordsManager.Proofs.Bundles;

/// <summary>
/// A checkpoint of the ledger's history and the proof that it grew out of the one before: the body of C2SP tlog-witness's
/// add-checkpoint, <c>old SIZE</c>, a line per hash, an empty line, the checkpoint. The first of a history is <c>old 0</c>.
/// </summary>
public sealed record EarlierCheckpoint(long OldSize, IReadOnlyList<byte[]> Proof, string Checkpoint)
{
    private const string Old = "old ";

    /// <exception cref="ProofFormatException">It is none.</exception>
    public static EarlierCheckpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length is 0 or > 65 || !lines[0].StartsWith(Old, StringComparison.Ordinal))
        {
            throw new ProofFormatException("An earlier checkpoint begins with the size before it and at most 64 hashes, then an empty line.");
        }

        return new EarlierCheckpoint(
            Proofs.Checkpoint.WholeNumber(lines[0][Old.Length..], "The size before it"),
            [.. lines.Skip(1).Select(hash => Base64Strict.Hash(hash, "A line of the consistency proof"))],
            text[(end + 2)..]);
    }

    public override string ToString()
    {
        var text = new StringBuilder(Old).Append(CultureInfo.InvariantCulture, $"{OldSize}\n");
        foreach (var hash in Proof)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
