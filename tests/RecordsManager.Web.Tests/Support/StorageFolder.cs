using System.Diagnostics;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>The storage folder against the database: every byte is known and wanted.</summary>
internal static class StorageFolder
{
    private const string Unwanted =
        """
        select o.id::text || ' ' || o.kind from media_objects o
        where not o.is_stored or not o.is_attached
           or not (exists (select from tracks t where t.object_id = o.id and t.state in ('Quarantined', 'Cleared'))
                   or exists (select from derivatives d where d.object_id = o.id)
                   or exists (select from upload_parts p where p.object_id = o.id))
        """;

    public static string Of(RunningProduct product) => Path.Combine(product.DataFolder, "storage");

    public static async Task Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await using var source = File.OpenRead(path);
            await using var target = File.Create(copy);
            await source.CopyToAsync(target);
        }
    }

    /// <summary>Waits for the janitor, who sweeps when the server starts and each minute, then looks at every file.</summary>
    /// <returns>How many objects there are.</returns>
    public static async Task<int> HoldsNoOrphan(RunningProduct product)
    {
        var watch = Stopwatch.StartNew();
        var unwanted = await product.Database.Ask<string>(Unwanted);
        while (unwanted.Count > 0 && watch.Elapsed < TimeSpan.FromSeconds(90))
        {
            await Task.Delay(200);
            unwanted = await product.Database.Ask<string>(Unwanted);
        }

        Assert.Empty(unwanted);
        var known = (await product.Database.Ask<Guid>("select id from media_objects")).Select(id => id.ToString("N")).Order(StringComparer.Ordinal).ToList();
        var folder = Directory.CreateDirectory(Path.Combine(Of(product), "objects")); // the product makes it with its first object
        var files = Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path).Replace("-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(known, files);
        return files.Count;
    }
}
