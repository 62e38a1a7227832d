namespace RecordsManager.Proofs;

/// <summary>What was given is not what it says it is: a note, a proof, a leaf or a document that this assembly would not have written. The message says what is wrong, for people.</summary>
public sealed class ProofFormatException : FormatException
{
    public ProofFormatException(string message)
        : base(message)
    {
    }

    public ProofFormatException(string message, Exception because)
        : base(message, because)
    {
    }

    public ProofFormatException()
    {
    }
}
