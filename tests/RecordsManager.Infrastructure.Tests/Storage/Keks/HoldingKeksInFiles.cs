using System.Runtime.Versioning;
using RecordsManager.Storage;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

[UnsupportedOSPlatform("windows")]
public sealed class HoldingKeksInFiles : HoldingKeks, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("records-keks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override IKekProvider Open() => new KeyFileKekProvider(new StorageOptions { Root = _folder, KeysFolder = Path.Combine(_folder, "keys") });
}
