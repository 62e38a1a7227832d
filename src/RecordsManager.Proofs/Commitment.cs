using System.Buffers.Text;
using System.Security.Cryptography;

namespace RecordsManager.Proofs;

/// <summary>
/// What a leaf says of personal values instead of saying them: HMAC-SHA256, keyed by a random salt, over their canonical JSON.
/// Who has neither salt nor values learns nothing from it and cannot guess; who is given both can check them.
/// </summary>
public static class Commitment
{
    /// <summary>Bytes of a salt; one is drawn per entry and never used again.</summary>
    public const int SaltLength = 32;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>base64url, 43 characters.</summary>
    public static string Of(ReadOnlySpan<byte> salt, IReadOnlyDictionary<string, string> personal) => Of(salt, CanonicalJson.Of(personal));

    /// <param name="canonicalPersonal">Canonical JSON of the personal values.</param>
    public static string Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalPersonal) =>
        salt.Length == SaltLength
            ? Base64Url.EncodeToString(HMACSHA256.HashData(salt, canonicalPersonal))
            : throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
}
