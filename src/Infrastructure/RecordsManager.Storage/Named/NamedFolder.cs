using System.Text;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Checkpoints;

/// <summary>Files below a folder; each appears whole or not at all.</summary>
internal sealed class CheckpointFolder(string root) : ICheckpointTarget
{
    public async Task Write(string name, string text, CancellationToken ct)
    {
        var file = Path.Combine(root, name);
        var folder = Path.GetDirectoryName(file)!;
        DurableFolder.Create(folder);
        var part = Path.Combine(folder, $".{Path.GetFileName(name)}.{Guid.NewGuid():n}");
        await File.WriteAllBytesAsync(part, Encoding.UTF8.GetBytes(text), ct);
        File.Move(part, file, overwrite: true);
        DurableFolder.Flush(folder);
    }
}
