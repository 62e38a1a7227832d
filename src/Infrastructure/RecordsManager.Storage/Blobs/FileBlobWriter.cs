using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Blobs;

/// <summary>
/// Writes beside the final name and renames when all is on the disk. Writes are synchronous: they go to the page cache,
/// and an asynchronous file write on Linux is the same call on another pool thread.
/// </summary>
internal sealed class FileBlobWriter : IBlobWriter
{
    internal const string PartSuffix = ".part";

    /// <summary>So much is left to the page cache before the kernel is asked to write it.</summary>
    private const long Ahead = 8 << 20;

    private const int NoSpace = 28; // ENOSPC
    private static readonly int QuotaExceeded = OperatingSystem.IsLinux() ? 122 : 69; // EDQUOT

    private readonly FileStream _part;
    private readonly string _path;
    private long _length;
    private long _begun;
    private bool _committed;

    internal FileBlobWriter(FileStream part, string path)
    {
        _part = part;
        _path = path;
    }

    internal static FileBlobWriter Create(string path)
    {
        return OrFull(() =>
        {
            DurableFolder.Create(Path.GetDirectoryName(path)!);
            var part = new FileStream(path + PartSuffix, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = DurableFolder.OwnerOnlyFile,
            });
            return new FileBlobWriter(part, path);
        });
    }

    public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        OrFull(() =>
        {
            RandomAccess.Write(_part.SafeFileHandle, bytes.Span, _length);
            return _length += bytes.Length;
        });
        if (_length - _begun >= Ahead)
        {
            Writeback.Begin(_part.SafeFileHandle, _begun, _length - _begun);
            _begun = _length;
        }

        return default;
    }

    public ValueTask Commit(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        OrFull(() =>
        {
            RandomAccess.FlushToDisk(_part.SafeFileHandle);
            Name();
            DurableFolder.Flush(Path.GetDirectoryName(_path)!);
            return _committed = true;
        });
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _part.Dispose();
        if (!_committed)
        {
            File.Delete(_part.Name);
        }

        return default;
    }

    /// <summary>Without overwriting: an object is never encrypted anew under its id.</summary>
    private void Name()
    {
        try
        {
            File.Move(_part.Name, _path);
        }
        catch (IOException taken) when (File.Exists(_path))
        {
            throw new BlobExistsException(taken);
        }
    }

    private static T OrFull<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (IOException full) when (full.HResult == NoSpace || full.HResult == QuotaExceeded)
        {
            throw new StorageFullException(full);
        }
    }
}
