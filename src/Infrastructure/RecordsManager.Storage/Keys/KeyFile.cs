using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using RecordsManager.Application.Keys;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Keys;

/// <summary>A key file that others can read, or that is no key. The message names the file and the remedy.</summary>
public sealed class UnsafeKeyFileException(string message) : KekUnavailableException(message);

/// <summary>32 random bytes in a file that only its owner can read.</summary>
internal static class KeyFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Whoever comes first makes the key, everyone reads the same one. It is written under a passing name and then linked:
    /// the name appears once, with all 32 bytes behind it, whatever crashes in between.
    /// </summary>
    internal static void CreateUnlessThere(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        DurableFolder.Create(folder);
        var passing = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(passing, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = DurableFolder.OwnerOnlyFile,
            }))
            using (var key = SecretKey.Random())
            {
                file.Write(key.Bytes);
                file.Flush(flushToDisk: true);
            }

            DurableFolder.TryLink(passing, path);
        }
        finally
        {
            File.Delete(passing);
        }

        DurableFolder.Flush(folder);
    }

    /// <summary>Asks the open file, not the path, so that what is checked is what is read.</summary>
    internal static void DemandOwnerOnly(SafeFileHandle file, string path)
    {
        if ((File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
        {
            throw new UnsafeKeyFileException($"The key file {path} is open to others than its owner. Run: chmod 600 {path}");
        }
    }

    /// <summary>Null when there is no such file.</summary>
    internal static SecretKey? Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);

            DemandOwnerOnly(handle, path);
            Span<byte> bytes = stackalloc byte[SecretKey.Aes256Length];
            if (RandomAccess.GetLength(handle) != bytes.Length || RandomAccess.Read(handle, bytes, 0) != bytes.Length)
            {
                throw new UnsafeKeyFileException($"The key file {path} does not hold a key of {bytes.Length} bytes. Restore it from its backup.");
            }

            var key = SecretKey.CopyOf(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return key;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
