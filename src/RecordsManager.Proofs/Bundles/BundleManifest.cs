using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RecordsManager.Proofs.Bundles;

/// <summary>Which of the ledger's entries a bundle holds.</summary>
public enum BundleScope
{
    /// <summary>Every one from 0 to the checkpoint's size: the root can be computed again.</summary>
    All,

    /// <summary>Those that a filter found, each with its proof of inclusion.</summary>
    Matching,
}

/// <summary>A part, as the manifest names it.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record BundlePart(string Name, string Sha256, long Size);

/// <summary>
/// What a bundle consists of and of which ledger it speaks: canonical JSON, signed as a note by the ledger's checkpoint key, so
/// that no part can be exchanged, added or left out.
/// </summary>
/// <param name="At">When it was made, as in a leaf.</param>
/// <param name="Root">Of the checkpoint, base64.</param>
/// <param name="Filter">The question that the entries answer, by parameter; empty where all are there. Never a personal value.</param>
/// <param name="Files">In the order in which they lie in the container, after the manifest and its signature.</param>
public sealed record BundleManifest(
    string At,
    string Origin,
    long Size,
    string Root,
    BundleScope Scope,
    long Count,
    IReadOnlyDictionary<string, string> Filter,
    IReadOnlyList<BundlePart> Files)
{
    public const string Format = "records-manager.bundle/1";

    private const string SignedAs = "records-manager bundle manifest v1";
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text that is signed. Its first line is no ledger's origin, so that it can never pass for a checkpoint.</summary>
    public static string SignedText(string origin, ReadOnlySpan<byte> manifest) =>
        $"{SignedAs}\n{origin}\n{Convert.ToHexStringLower(SHA256.HashData(manifest))}\n";

    public byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Canonical))
        {
            json.WriteStartObject();
            json.WriteString("at", At);
            json.WriteStartObject("checkpoint");
            json.WriteString("root", Root);
            json.WriteNumber("size", Size);
            json.WriteEndObject();
            json.WriteStartObject("entries");
            json.WriteNumber("count", Count);
            json.WriteString("scope", Word(Scope));
            json.WriteEndObject();
            json.WriteStartArray("files");
            foreach (var file in Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("sha256", file.Sha256);
                json.WriteNumber("size", file.Size);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("filter");
            foreach (var (name, value) in Filter.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("format", Format);
            json.WriteString("origin", Origin);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Null when it is not exactly what <see cref="Write"/> writes.</summary>
    public static BundleManifest? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format)
            {
                return null;
            }

            var checkpoint = root.GetProperty("checkpoint");
            var entries = root.GetProperty("entries");
            var manifest = new BundleManifest(
                Text(root, "at"), Text(root, "origin"), checkpoint.GetProperty("size").GetInt64(), Text(checkpoint, "root"),
                Text(entries, "scope") == Word(BundleScope.All) ? BundleScope.All : BundleScope.Matching, entries.GetProperty("count").GetInt64(),
                root.GetProperty("filter").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetString() ?? "", StringComparer.Ordinal),
                [.. root.GetProperty("files").EnumerateArray().Select(f => new BundlePart(Text(f, "name"), Text(f, "sha256"), f.GetProperty("size").GetInt64()))]);
            return manifest.Write().AsSpan().SequenceEqual(bytes) ? manifest : null;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Word(BundleScope scope) => scope == BundleScope.All ? "all" : "matching";
}
