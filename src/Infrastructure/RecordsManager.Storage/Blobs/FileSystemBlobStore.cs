using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Blobs;

/// <summary>Files under <c>objects/ab/cd/</c>; a file has its name only once it is whole and on the disk.</summary>
public sealed class FileSystemBlobStore(StorageOptions options) : IBlobStore
{
    private readonly string _objects = Path.Combine(Path.GetFullPath(options.Root), "objects");

    public ValueTask<IBlobWriter> Create(MediaObjectId id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = PathOf(id);
        return ValueTask.FromResult<IBlobWriter>(FileBlobWriter.Create(path));
    }

    public ValueTask<IBlobReader?> Open(MediaObjectId id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            var handle = File.OpenHandle(PathOf(id), options: FileOptions.RandomAccess, share: FileShare.ReadWrite | FileShare.Delete);
            return ValueTask.FromResult<IBlobReader?>(new FileBlobReader(handle));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult<IBlobReader?>(null);
        }
    }

    public ValueTask Delete(MediaObjectId id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = PathOf(id);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return default;
        }

        File.Delete(path + FileBlobWriter.PartSuffix);
        File.Delete(path);
        if (File.Exists(path))
        {
            throw new IOException("An object's file is still there after its deletion.");
        }

        DurableFolder.Flush(folder); // or the name could come back after a power cut
        return default;
    }

    /// <summary>Spread by the id's last digits: they are random, while the first ones of a version 7 UUID are the date.</summary>
    private string PathOf(MediaObjectId id)
    {
        var name = id.Value.ToString("N");
        return Path.Combine(_objects, name[^4..^2], name[^2..], name);
    }
}
