using System.Text.Json;
using RecordsManager.TestSupport;

namespace RecordsManager.Proofs.Tests;

internal static class Vectors
{
    /// <summary>Published vectors, which are not ours to copy; without them the test is skipped.</summary>
    public static JsonElement Published(string name)
    {
        var path = Fixtures.SharedVector(name);
        Assert.SkipWhen(path is null, $"../shared/vectors/{name} is not there");
        return JsonDocument.Parse(File.ReadAllBytes(path!)).RootElement;
    }

    public static byte[] Base64(JsonElement vector, string name) => Convert.FromBase64String(vector.GetProperty(name).GetString()!);

    public static List<byte[]> Hashes(JsonElement vector, string name) =>
        vector.GetProperty(name) is { ValueKind: JsonValueKind.Array } hashes ? [.. hashes.EnumerateArray().Select(h => Convert.FromBase64String(h.GetString()!))] : [];

    public static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
