using System.Text;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Named;

/// <summary>Files below a folder; each appears whole or not at all.</summary>
internal sealed class NamedFolder(string root) : INamedObjects
{
    public async Task Write(string name, string text, CancellationToken ct)
    {
        var file = Path.Combine(root, name);
        var folder = Path.GetDirectoryName(file)!;
        DurableFolder.Create(folder);
        var part = Path.Combine(folder, $".{Path.GetFileName(name)}.{Guid.NewGuid():n}");
        await using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, file, overwrite: true);
        DurableFolder.Flush(folder);
    }

    public Task<IReadOnlyList<string>> List(string prefix, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var folder = Path.Combine(root, prefix);
        IReadOnlyList<string> names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Where(name => name[0] != '.').Select(name => prefix + name)]
            : [];
        return Task.FromResult(names);
    }

    public async Task<string?> Read(string name, CancellationToken ct)
    {
        var file = Path.Combine(root, name);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, ct) : null;
    }
}
