using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RecordsManager.Domain.Ledger;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// The bytes of an entry: canonical JSON (RFC 8785). Every value is a string or a small integer and every key is ASCII in
/// ordinal order, so that canonical form needs no more than sorted keys and minimal escaping.
/// </summary>
public static class LedgerLeaf
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    public static string Write(long index, DateTimeOffset at, string actor, LedgerFact fact)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Canonical))
        {
            json.WriteStartObject();
            json.WriteString("a", actor);
            json.WriteStartObject("d");
            foreach (var (name, value) in (fact.Details ?? new Dictionary<string, string>()).OrderBy(d => d.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("k", fact.Kind);
            json.WriteString("o", fact.Object);
            json.WriteNumber("q", index);
            json.WriteString("s", fact.Person?.ToString() ?? "");
            json.WriteString("t", Time(at));
            json.WriteNumber("v", 1);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>RFC 6962 section 2.1: SHA-256(0x00 || leaf).</summary>
    public static byte[] Hash(string leaf) => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(leaf));

    /// <summary>Binds the order: SHA-256(previous chain hash || leaf hash); the first entry follows 32 zero bytes.</summary>
    public static byte[] Chain(byte[]? previous, byte[] leafHash) => SHA256.HashData([.. previous ?? new byte[32], .. leafHash]);

    public static IReadOnlyDictionary<string, string> Details(string leaf)
    {
        using var document = JsonDocument.Parse(leaf);
        return document.RootElement.GetProperty("d").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
    }

    /// <summary>Whether an entry's columns say what its leaf says: the hashes cover the leaf only.</summary>
    public static bool Describes(LedgerEntry entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.Leaf);
            var leaf = document.RootElement;
            return leaf.GetProperty("q").GetInt64() == entry.Index
                && leaf.GetProperty("t").GetString() == Time(entry.At)
                && leaf.GetProperty("k").GetString() == entry.Kind
                && leaf.GetProperty("o").GetString() == entry.Object
                && leaf.GetProperty("s").GetString() == (entry.Person ?? "")
                && leaf.GetProperty("a").GetString() == entry.Actor;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false; // no leaf that was ever written
        }
    }

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
