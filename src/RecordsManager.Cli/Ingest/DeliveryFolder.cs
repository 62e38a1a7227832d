namespace RecordsManager.Cli.Ingest;

/// <summary>Chooses what of a folder belongs to a delivery. Never leaves the folder: links are not followed.</summary>
internal static class DeliveryFolder
{
    private static readonly string[] JanusEndings = [".mjr", ".mjr.tmp", ".jsonl", ".json"];

    // beside the recordings may lie what was made from them, and what says how they should have come out
    private static readonly string[] NotOfJanus = ["truth.json", "recordings.json"];
    private static readonly string[] NotOfJanusFolders = ["tracks", "notes", "lab", "delivery"];

    public static IReadOnlyList<DeliveryFile> Choose(string adapter, string path, IReadOnlyList<string> otherFolders)
    {
        var isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path))
        {
            throw Refusal.Usage($"{path} does not exist.");
        }

        if (isFile && adapter is not "manifest")
        {
            throw Refusal.Usage($"The adapter {adapter} takes a directory; {path} is a file.");
        }

        var folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : Path.GetFullPath(path);
        IReadOnlyList<DeliveryFile> files = adapter switch
        {
            "manifest" => ManifestFiles.Choose(isFile ? Path.GetFullPath(path) : Path.Combine(folder, "manifest.json"), [folder, .. otherFolders]),
            "janus" => [.. Walk(folder, "", NotOfJanusFolders).Where(file => BelongsToJanus(Path.GetFileName(file.Name)))],
            _ => [.. Walk(folder, "", [])],
        };
        if (files.Count == 0)
        {
            throw Refusal.Usage($"In {path} is nothing that the adapter {adapter} reads. Nothing was sent.");
        }

        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private static bool BelongsToJanus(string name) =>
        JanusEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) && !NotOfJanus.Contains(name, StringComparer.Ordinal);

    private static IEnumerable<DeliveryFile> Walk(string folder, string prefix, string[] leftOut)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.'))
            {
                continue;
            }

            if (entry.LinkTarget is not null)
            {
                Console.Error.WriteLine($"Left out: {prefix}{entry.Name} is a link, and links are not followed.");
                continue;
            }

            if (entry is FileInfo)
            {
                yield return new DeliveryFile(prefix + entry.Name, entry.FullName);
            }
            else if (!leftOut.Contains(entry.Name, StringComparer.Ordinal))
            {
                foreach (var file in Walk(entry.FullName, $"{prefix}{entry.Name}/", leftOut))
                {
                    yield return file;
                }
            }
        }
    }
}
