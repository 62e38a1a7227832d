using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RecordsManager.Storage.Posix;

/// <summary>
/// Folders that keep their entries over a power cut. .NET opens files only, and a rename or link is durable only once the
/// folder that holds the name has been fsynced, so open(2), fsync(2) and link(2) are called directly here and nowhere else.
/// </summary>
internal static partial class DurableFolder
{
    internal const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    internal const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int FileExists = 17; // EEXIST, the same on Linux and macOS

    // ffmpeg is started from this process: a descriptor without O_CLOEXEC could be inherited by it
    private static readonly int ReadOnlyCloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    /// <summary>Makes the folder and its missing parents, each 0700 and durable. One that exists is left as it is.</summary>
    internal static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        Create(parent);
        Directory.CreateDirectory(path, OwnerOnlyFolder);
        Flush(parent);
    }

    internal static void Flush(string path)
    {
        using var handle = Open(path, ReadOnlyCloseOnExec);
        if (handle.IsInvalid || Fsync(handle) != 0)
        {
            throw Failure(path);
        }
    }

    /// <summary>Gives the file a second name unless that name is taken: of two processes, exactly one is told true.</summary>
    internal static bool TryLink(string existing, string name)
    {
        if (Link(existing, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == FileExists ? false : throw Failure(name);
    }

    private static IOException Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: {path}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
