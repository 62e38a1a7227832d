using System.Globalization;

namespace RecordsManager.Proofs;

/// <summary>What a log commits to (C2SP tlog-checkpoint): its name, how many leaves it has and their root.</summary>
/// <param name="Origin">Name of the log, and of the key that signs for it; no spaces, no '+'.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <exception cref="ProofFormatException">The note is no checkpoint.</exception>
    public static Checkpoint Of(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var lines = note.Text.Split('\n');
        if (lines.Length != 4)
        {
            throw new ProofFormatException("A checkpoint has three lines: the log's name, its size and its root.");
        }

        NoteKey.RequireName(lines[0]);
        return new Checkpoint(lines[0], WholeNumber(lines[1], "The size of the checkpoint"), Base64Strict.Hash(lines[2], "The root of the checkpoint"));
    }

    /// <summary>Reads a note, and answers the checkpoint only if a key of <paramref name="known"/> that bears its origin signed it.</summary>
    /// <exception cref="ProofFormatException">It is no checkpoint, or nobody known vouches for it.</exception>
    public static Checkpoint Open(string note, IEnumerable<NoteKey> known)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Of(signed);
        return signed.SignedBy(known).Any(key => string.Equals(key.Name, checkpoint.Origin, StringComparison.Ordinal))
            ? checkpoint
            : throw new ProofFormatException($"None of the known keys of {checkpoint.Origin} signed this checkpoint.");
    }

    public SignedNote Sign(params IReadOnlyList<NoteSigner> signers) => SignedNote.Sign(Text, signers);

    internal static long WholeNumber(string text, string what) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && string.Equals(number.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal)
            ? number
            : throw new ProofFormatException($"{what} is not a whole number without leading zeros.");

    public bool Equals(Checkpoint? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
