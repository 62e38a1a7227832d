using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Proofs;

/// <summary>
/// A public key by which notes are verified (C2SP signed-note, "vkey"): name+hex(key id)+base64(type || key). ECDSA P-256
/// (type 0x02, SubjectPublicKeyInfo) is what we sign with and the one type that is verified here; keys of other types are
/// read and shown, and their signatures passed over.
/// </summary>
public sealed class NoteKey
{
    public const byte Ecdsa = 0x02;

    private NoteKey(string name, byte type, byte[] publicKey, uint id)
    {
        (Name, Type, PublicKey, Id) = (name, type, publicKey, id);
    }

    public string Name { get; }

    /// <summary>Signature type of the C2SP signed-note: 0x01 Ed25519, 0x02 ECDSA, …</summary>
    public byte Type { get; }

    /// <summary>For ECDSA the SubjectPublicKeyInfo (DER).</summary>
    public byte[] PublicKey { get; }

    /// <summary>First four bytes, big-endian, of SHA-256 over the SubjectPublicKeyInfo (ECDSA) or over name, newline, type and key (others).</summary>
    public uint Id { get; }

    public static NoteKey OfEcdsa(string name, byte[] subjectPublicKeyInfo)
    {
        RequireName(name);
        using var key = Import(subjectPublicKeyInfo);
        return new NoteKey(name, Ecdsa, subjectPublicKeyInfo, IdOf(name, Ecdsa, subjectPublicKeyInfo));
    }

    /// <exception cref="ProofFormatException">It is no vkey, or its key id is not that of its key.</exception>
    public static NoteKey Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || parts[1].Length != 8 || !parts[1].All(char.IsAsciiHexDigitLower)
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
        {
            throw new ProofFormatException("A verifier key is written name+8 hexadecimal digits+base64.");
        }

        RequireName(parts[0]);
        var typed = Base64Strict.Standard(parts[2], "The verifier key");
        if (typed.Length < 2)
        {
            throw new ProofFormatException("The verifier key is empty.");
        }

        var (type, publicKey) = (typed[0], typed[1..]);
        if (type == Ecdsa)
        {
            using var key = Import(publicKey);
        }

        return id == IdOf(parts[0], type, publicKey)
            ? new NoteKey(parts[0], type, publicKey, id)
            : throw new ProofFormatException("The key id of the verifier key is not that of its key.");
    }

    public bool CanVerify => Type == Ecdsa;

    /// <summary>Whether the text was signed with this key; a type that is not known here has signed nothing.</summary>
    public bool Verify(string text, ReadOnlySpan<byte> signature)
    {
        if (!CanVerify)
        {
            return false;
        }

        using var key = Import(PublicKey);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>The vkey.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. PublicKey])}");

    internal static void RequireName(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
        {
            throw new ProofFormatException("The name of a key is not empty and has neither spaces nor '+'.");
        }
    }

    private static uint IdOf(string name, byte type, byte[] publicKey) => BinaryPrimitives.ReadUInt32BigEndian(
        type == Ecdsa ? SHA256.HashData(publicKey) : SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. publicKey]));

    private static ECDsa Import(byte[] subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            if (read == subjectPublicKeyInfo.Length && key.KeySize == 256)
            {
                return key;
            }
        }
        catch (Exception refused) when (refused is CryptographicException or PlatformNotSupportedException) // the latter: a curve that OpenSSL does not know
        {
            // said below
        }

        key.Dispose();
        throw new ProofFormatException("This is no ECDSA P-256 public key (SubjectPublicKeyInfo).");
    }
}
