using System.Buffers.Text;

namespace RecordsManager.Proofs;

/// <summary>One sequence of bytes has one spelling: what decodes but would be written otherwise is refused, so that no character can be exchanged unnoticed.</summary>
internal static class Base64Strict
{
    public static byte[] Standard(string text, string what)
    {
        try
        {
            var bytes = Convert.FromBase64String(text);
            if (string.Equals(Convert.ToBase64String(bytes), text, StringComparison.Ordinal))
            {
                return bytes;
            }
        }
        catch (FormatException)
        {
            // said below
        }

        throw new ProofFormatException($"{what} is not standard base64 in its one spelling.");
    }

    public static byte[] Url(string text, string what)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (string.Equals(Base64Url.EncodeToString(bytes), text, StringComparison.Ordinal))
            {
                return bytes;
            }
        }
        catch (FormatException)
        {
            // said below
        }

        throw new ProofFormatException($"{what} is not base64url in its one spelling.");
    }

    public static byte[] Hash(string text, string what) =>
        Standard(text, what) is { Length: MerkleTree.HashLength } hash ? hash : throw new ProofFormatException($"{what} is not a hash of 32 bytes.");
}
