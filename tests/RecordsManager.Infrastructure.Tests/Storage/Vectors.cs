using System.Text.Json;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage;

internal static class Vectors
{
    public static JsonElement Own(string name) => Parse(Path.Combine(
        Fixtures.Repository, "tests", "RecordsManager.Infrastructure.Tests", "Storage", "Vectors", name));

    public static JsonElement Shared(string name)
    {
        var path = Fixtures.SharedVector(name);
        Assert.SkipWhen(path is null, "shared/vectors is not beside this clone");
        return Parse(path!);
    }

    public static byte[] Hex(this JsonElement vector, string name) => Convert.FromHexString(vector.Text(name));

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static int Number(this JsonElement vector, string name) => vector.GetProperty(name).GetInt32();

    private static JsonElement Parse(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
