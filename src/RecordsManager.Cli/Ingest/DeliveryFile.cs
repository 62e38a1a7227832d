using System.Security.Cryptography;

namespace RecordsManager.Cli.Ingest;

/// <param name="Name">As the adapter will see it: relative, with forward slashes.</param>
internal sealed record DeliveryFile(string Name, string Path)
{
    public Stream OpenRead() => new FileStream(
        Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);

    public async Task<FileDigest> Measure(CancellationToken ct)
    {
        await using var content = OpenRead();
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        return new FileDigest(this, content.Position, sha256);
    }
}

internal sealed record FileDigest(DeliveryFile File, long Length, string Sha256);
