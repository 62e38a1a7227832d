using System.Globalization;
using System.Text;
using RecordsManager.Application.Ledger;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Blobs;

/// <summary>
/// Copies each checkpoint to <c>{folder}/{organization}/</c>: <c>checkpoint</c> is the newest, <c>checkpoint.{size}</c> stays,
/// <c>vkey</c> says by which key to verify. A folder of a store that we cannot write over makes a fork of the ledger visible.
/// </summary>
internal sealed class CheckpointFolder(StorageOptions options) : ICheckpointPublisher
{
    public async Task Publish(LedgerCheckpoint checkpoint, string verifierKey, CancellationToken ct)
    {
        if (options.PublishedCheckpoints is not { } root)
        {
            return;
        }

        var folder = Path.Combine(root, checkpoint.Organization.ToString());
        DurableFolder.Create(folder);
        await Write(folder, "vkey", verifierKey + "\n", ct);
        await Write(folder, string.Create(CultureInfo.InvariantCulture, $"checkpoint.{checkpoint.Size}"), checkpoint.Note, ct);
        await Write(folder, "checkpoint", checkpoint.Note, ct);
        DurableFolder.Flush(folder);
    }

    private static async Task Write(string folder, string name, string text, CancellationToken ct)
    {
        var part = Path.Combine(folder, $".{name}.{Guid.NewGuid():n}");
        await File.WriteAllBytesAsync(part, Encoding.UTF8.GetBytes(text), ct);
        File.Move(part, Path.Combine(folder, name), overwrite: true);
    }
}
