namespace RecordsManager.TestSupport;

/// <summary>The real recordings under <c>tests/fixtures</c>, and the third-party vectors beside the clone where they are present.</summary>
public static class Fixtures
{
    public static string Root { get; } = FindUp("tests/fixtures");

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Root, "..", ".."));

    public static string At(string relative) => Path.Combine(Root, relative);

    /// <summary>Null where <c>../shared/vectors</c> is absent; the test then skips with that reason.</summary>
    public static string? SharedVector(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "vectors", name));
        return File.Exists(path) ? path : null;
    }

    /// <summary>Null where <c>../shared/fixtures</c> is absent; the test then skips with that reason.</summary>
    public static string? SharedFixture(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "fixtures", name));
        return File.Exists(path) ? path : null;
    }

    private static string FindUp(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relative);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException(relative);
    }
}
