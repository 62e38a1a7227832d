using System.Runtime.Versioning;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

[UnsupportedOSPlatform("windows")]
public sealed class StoringBlobsInFiles : StoringBlobs, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("records-blobs-").FullName;

    public StoringBlobsInFiles() => Place = new FileSystemBlobStore(_folder);

    private protected override IBlobPlace Place { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
