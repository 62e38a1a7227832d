using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Proofs;

/// <summary>A private key that signs notes: ECDSA P-256 over SHA-256, the signature as ASN.1 DER.</summary>
public sealed class NoteSigner : IDisposable
{
    private readonly ECDsa _key;

    private NoteSigner(string name, ECDsa key)
    {
        _key = key;
        Key = NoteKey.OfEcdsa(name, key.ExportSubjectPublicKeyInfo());
    }

    public NoteKey Key { get; }

    public static NoteSigner New(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="pkcs8">What <see cref="Export"/> gave.</param>
    public static NoteSigner Import(string name, ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new NoteSigner(name, key);
    }

    /// <summary>The private key (PKCS #8), to be sealed; the caller overwrites it.</summary>
    public byte[] Export() => _key.ExportPkcs8PrivateKey();

    public NoteSignature Sign(string text) =>
        new(Key.Name, Key.Id, _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => _key.Dispose();
}
