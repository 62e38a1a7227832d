using RecordsManager.Persistence.Schema;

namespace RecordsManager.Web.Hosting;

internal static class Migration
{
    public static async Task<int> Run()
    {
        var applied = await Migrator.Migrate(Settings.Required("RECORDS_DB_OWNER"), Folder(), CancellationToken.None);
        Console.WriteLine(applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied)}.");
        return 0;
    }

    /// <summary>Beside the binary in an image, at the top of the repository in a clone.</summary>
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var migrations = Path.Combine(folder.FullName, "migrations");
            if (Directory.Exists(migrations))
            {
                return migrations;
            }
        }

        throw new DirectoryNotFoundException("The folder migrations is neither beside the binary nor above it.");
    }
}
