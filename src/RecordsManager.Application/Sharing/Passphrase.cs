using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Application.Sharing;

/// <summary>
/// PBKDF2 (RFC 8018) with HMAC-SHA-512, as OWASP's password storage cheat sheet asks for: 210,000 iterations, 16 bytes of salt. Written
/// as <c>iterations.salt.hash</c>, so that a stronger setting leaves what was stored good.
/// </summary>
internal static class Passphrase
{
    public const int Shortest = 8;

    public const int Longest = 200;

    private const int Iterations = 210_000;

    public static string Hash(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return string.Create(CultureInfo.InvariantCulture, $"{Iterations}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Derive(passphrase, salt, Iterations))}");
    }

    public static bool IsRight(string passphrase, string hash)
    {
        var parts = hash.Split('.');
        var derived = Derive(passphrase, Convert.FromBase64String(parts[1]), int.Parse(parts[0], CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(parts[2]));
    }

    /// <summary>However an umlaut was typed.</summary>
    private static byte[] Derive(string passphrase, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Trim().Normalize(NormalizationForm.FormC)), salt, iterations, HashAlgorithmName.SHA512, 64);
}
