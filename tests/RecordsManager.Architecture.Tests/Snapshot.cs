namespace RecordsManager.Architecture.Tests;

/// <summary>A committed list beside the tests. RECORDS_ACCEPT_SNAPSHOT=1 writes it anew: then the difference is for the reviewer.</summary>
internal static class Snapshot
{
    public static void IsAsCommitted(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(Product.Repository, "tests/RecordsManager.Architecture.Tests", name);
        List<string> now = [.. lines.Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("RECORDS_ACCEPT_SNAPSHOT") == "1")
        {
            File.WriteAllLines(path, now);
        }

        Assert.Equal(File.ReadAllLines(path), now);
    }
}
