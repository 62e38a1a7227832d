using System.Runtime.CompilerServices;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Blobs;

/// <summary>Files under <c>objects/ab/cd/</c>; a file has its name only once it is whole and on the disk.</summary>
/// <param name="root">Holds <c>objects/</c>.</param>
public sealed class FileSystemBlobStore(string root) : IBlobPlace
{
    private readonly string _objects = Path.Combine(Path.GetFullPath(root), "objects");

    public FileSystemBlobStore(StorageOptions options)
        : this(options.Root)
    {
    }

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

    /// <summary>A folder has no locks; whoever may write in it may delete in it.</summary>
    public ValueTask<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(File.Exists(PathOf(id)));
    }

    public async IAsyncEnumerable<BlobListing> List([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask; // a folder is read as it is enumerated
        foreach (var file in Files("????????????????????????????????"))
        {
            ct.ThrowIfCancellationRequested();
            if (Guid.TryParseExact(file.Name, "N", out var id) && file.Exists)
            {
                yield return new BlobListing(new MediaObjectId(id), file.Length);
            }
        }
    }

    public ValueTask<int> DeleteUnfinished(DateTimeOffset startedBefore, CancellationToken ct)
    {
        var deleted = 0;
        foreach (var file in Files("*" + FileBlobWriter.PartSuffix))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < startedBefore.UtcDateTime)
            {
                file.Delete();
                deleted++;
            }
        }

        return ValueTask.FromResult(deleted);
    }

    private string PathOf(MediaObjectId id) => Path.Combine(_objects, BlobName.Of(id));

    private IEnumerable<FileInfo> Files(string pattern) =>
        Directory.Exists(_objects) ? new DirectoryInfo(_objects).EnumerateFiles(pattern, SearchOption.AllDirectories) : [];
}
