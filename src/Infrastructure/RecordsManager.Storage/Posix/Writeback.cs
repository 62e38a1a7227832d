using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RecordsManager.Storage.Posix;

/// <summary>
/// Lets the kernel begin to write what lies in the page cache, so that the fsync at the end of a large file finds little left. A
/// hint: nothing is durable by it, and where it is not known or refused nothing is lost.
/// </summary>
internal static partial class Writeback
{
    private const uint Write = 2; // SYNC_FILE_RANGE_WRITE: starts, does not wait

    internal static void Begin(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file, offset, length, Write); // what fails here fails at the fsync too, and there it counts
        }
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);
}
