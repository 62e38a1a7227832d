using System.Diagnostics;

namespace RecordsManager.TestSupport;

/// <summary>A folder with little room: a tmpfs of its own. Only root may mount one.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <returns>Null where mounting is not allowed.</returns>
    public static async Task<SmallDisk?> Mount(string folder, int mebibytes)
    {
        Directory.CreateDirectory(folder);
        return await Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    public async ValueTask DisposeAsync() => await Run("umount", "--lazy", _folder);

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
