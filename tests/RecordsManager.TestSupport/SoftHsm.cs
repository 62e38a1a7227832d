using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RecordsManager.TestSupport;

/// <summary>SoftHSM, an HSM made of a library and files: with tokens of its own in a folder of its own.</summary>
public sealed partial class SoftHsm : IDisposable
{
    public const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    public const string WhyNot = "SoftHSM (Debian package softhsm2) is not installed here.";

    private const string Pin = "271828";

    private readonly string _folder = Directory.CreateTempSubdirectory("records-softhsm-").FullName;

    private SoftHsm()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tokens"));
        File.WriteAllText(Configuration, $"directories.tokendir = {Path.Combine(_folder, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
        PinFile = NewPinFile(Pin);
    }

    public static bool IsInstalled => File.Exists(Module) && File.Exists("/usr/bin/softhsm2-util");

    /// <summary>For SOFTHSM2_CONF of a process that is to see the tokens.</summary>
    public string Configuration => Path.Combine(_folder, "softhsm2.conf");

    public string PinFile { get; }

    public static async Task<SoftHsm> Create(params string[] tokens)
    {
        var hsm = new SoftHsm();
        foreach (var token in tokens)
        {
            await hsm.AddToken(token);
        }

        return hsm;
    }

    public Task AddToken(string label) => Util("--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "314159");

    public Task DeleteToken(string label) => Util("--delete-token", "--token", label);

    /// <summary>Brings a key from outside into the token, as whoever has the PIN can.</summary>
    public async Task ImportAesKey(string token, string label)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(file, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await Util("--import", file, "--aes", "--token", token, "--pin", Pin, "--label", label, "--id", "01");
    }

    public string NewPinFile(string content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>
    /// Lets this process see the tokens. Before the module's first use; .NET's own environment is not what a C library reads.
    /// </summary>
    public void ShowToThisProcess()
    {
        if (SetEnvironment("SOFTHSM2_CONF", Configuration, 1) != 0)
        {
            throw new InvalidOperationException("setenv failed.");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Util(params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"softhsm2-util {arguments[0]}: {await said}{complained}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
