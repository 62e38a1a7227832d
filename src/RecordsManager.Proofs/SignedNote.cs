using System.Buffers.Binary;
using System.Text;

namespace RecordsManager.Proofs;

/// <param name="Key">Name of the key that signed.</param>
/// <param name="KeyId">Its id; with the name it says which key is meant.</param>
public sealed record NoteSignature(string Key, uint KeyId, byte[] Bytes)
{
    /// <summary>The line of the note, without its newline.</summary>
    public override string ToString()
    {
        var blob = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, KeyId);
        Bytes.CopyTo(blob, 4);
        return $"— {Key} {Convert.ToBase64String(blob)}";
    }
}

/// <summary>A text and who signed it (C2SP signed-note): the text, an empty line, a line per signature.</summary>
public sealed class SignedNote
{
    private const int MostSignatures = 64;

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        (Text, Signatures) = (text, signatures);
    }

    /// <summary>What was signed: every line with its newline, without the empty line that follows.</summary>
    public string Text { get; }

    public IReadOnlyList<NoteSignature> Signatures { get; }

    public static SignedNote Sign(string text, params IReadOnlyList<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        RequireText(text);
        return new SignedNote(text, [.. signers.Select(signer => signer.Sign(text))]);
    }

    /// <exception cref="ProofFormatException">It is no signed note.</exception>
    public static SignedNote Parse(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n'))
        {
            throw new ProofFormatException("A signed note is a text, an empty line and signatures, each line ended.");
        }

        var text = note[..(end + 1)];
        RequireText(text);
        var lines = note[(end + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MostSignatures)
        {
            throw new ProofFormatException($"A signed note has between 1 and {MostSignatures} signatures.");
        }

        return new SignedNote(text, [.. lines.Select(Signature)]);
    }

    /// <summary>
    /// The keys of <paramref name="known"/> that signed. Signatures of other keys are passed over; a known key's signature
    /// that does not verify makes the whole note worthless.
    /// </summary>
    /// <exception cref="ProofFormatException">A known key's signature is not its signature of this text.</exception>
    public IReadOnlyList<NoteKey> SignedBy(IEnumerable<NoteKey> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var keys = known.Where(key => key.CanVerify).ToList();
        List<NoteKey> signed = [];
        foreach (var signature in Signatures)
        {
            if (keys.Find(k => k.Id == signature.KeyId && string.Equals(k.Name, signature.Key, StringComparison.Ordinal)) is not { } key)
            {
                continue;
            }

            if (!key.Verify(Text, signature.Bytes))
            {
                throw new ProofFormatException($"The signature of key {key.Name}+{key.Id:x8} does not belong to this text.");
            }

            signed.Add(key);
        }

        return signed;
    }

    /// <summary>The note as it is stored and sent.</summary>
    public override string ToString() => new StringBuilder(Text).Append('\n').AppendJoin('\n', Signatures).Append('\n').ToString();

    private static void RequireText(string text)
    {
        if (!text.EndsWith('\n') || text.Any(c => c != '\n' && c < 0x20))
        {
            throw new ProofFormatException("The text of a note ends its last line and has no control characters.");
        }
    }

    private static NoteSignature Signature(string line)
    {
        var parts = line.Split(' ');
        if (parts is not ["—", var name, var blob])
        {
            throw new ProofFormatException("A signature line is a dash (U+2014), the key's name and base64, separated by one space each.");
        }

        NoteKey.RequireName(name);
        var bytes = Base64Strict.Standard(blob, "The signature of " + name);
        return bytes.Length > 4
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..])
            : throw new ProofFormatException($"The signature of {name} is empty.");
    }
}
