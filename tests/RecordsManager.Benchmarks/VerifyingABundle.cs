using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Benchmarks;

/// <summary>
/// What it costs to write a bundle of a whole ledger of consent events and to verify all of it offline, next to the least that
/// anybody could do with the same file: one SHA-256 over it. Each stage is a process of its own, so that its peak memory is its own.
/// </summary>
internal static class VerifyingABundle
{
    public const string Verb = "bundle";

    private const string Origin = "records.example.com/log/acme";

    /// <param name="arguments">The number of entries and a folder; or a stage and the file it works on.</param>
    public static async Task<int> Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["write", var entries, var file]:
                return await Timed("write the bundle, measured and then written", file, () => Write(long.Parse(entries, CultureInfo.InvariantCulture), file));
            case ["verify", var file]:
                return await Timed("verify all of it", file, () => Task.FromResult(BundleVerifier.Verify(file, new BundleTrust(), CancellationToken.None).Verified));
            case ["sha256", var file]:
                return await Timed("one SHA-256 over the file", file, () => Hash(file));
            case [var entries, var folder]:
                var bundle = Path.Combine(folder, "bundle.zip");
                return Stage("write", entries, bundle) + Stage("verify", bundle) + Stage("sha256", bundle);
            default:
                await Console.Error.WriteLineAsync("bundle ENTRIES FOLDER");
                return 2;
        }
    }

    private static int Stage(params string[] stage)
    {
        using var process = Process.Start(Environment.ProcessPath!, [.. OwnAssembly(), Verb, .. stage]);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Under <c>dotnet exec</c> the process is dotnet and the program its first argument.</summary>
    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", typeof(VerifyingABundle).Assembly.Location] : [];

    private static async Task<int> Timed(string what, string file, Func<Task<bool>> stage)
    {
        var clock = Stopwatch.StartNew();
        var holds = await stage();
        var megabytes = new FileInfo(file).Length / 1e6;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalSeconds:0.00} s for {megabytes:0} MB, peak memory {PeakMegabytes():0} MB{(holds ? "" : ", FAILED")}"));
        return holds ? 0 : 1;
    }

    private static async Task<bool> Write(long count, string file)
    {
        using var signer = NoteSigner.New(Origin);
        var tree = new MerkleFrontier();
        for (var i = 0L; i < count; i++)
        {
            tree.Append(MerkleTree.LeafHash(LeafOf(i)));
        }

        var checkpoint = new Checkpoint(Origin, count, tree.Root());
        var bundle = await PreparedBundle.Of(
            new BundleHead(Leaf.Time(ConsentEntries.Start), Origin, count, Convert.ToBase64String(checkpoint.Root), BundleScope.All, count, new Dictionary<string, string>(StringComparer.Ordinal)),
            [
                BundleFile.Of(BundleParts.Keys, signer.Key + "\n"),
                BundleFile.Of(BundleParts.Checkpoint, checkpoint.Sign(signer).ToString()),
                BundleFile.Of(BundleParts.Notice(ConsentEntries.NoticeSha256), ConsentEntries.Notice),
                BundleFile.Of(BundleParts.NoticeIndex, $"{{\"language\":\"en\",\"sha256\":\"{ConsentEntries.NoticeSha256}\",\"title\":\"We record this call\",\"version\":1}}\n"),
                new BundleFile(BundleParts.Entries, (stream, ct) => Entries(count, stream, ct)),
            ],
            (text, _) => Task.FromResult(SignedNote.Sign(text, signer).ToString()),
            CancellationToken.None);
        await using var output = File.Create(file);
        await bundle.WriteTo(output, CancellationToken.None);
        return true;
    }

    private static async Task Entries(long count, Stream stream, CancellationToken ct)
    {
        for (var i = 0L; i < count; i++)
        {
            await stream.WriteAsync(LeafOf(i), ct);
            await stream.WriteAsync("\n"u8.ToArray(), ct);
        }
    }

    private static byte[] LeafOf(long index) => ConsentEntries.At(Origin, index, ConsentEntries.NoticeSha256).Write();

    private static async Task<bool> Hash(string file)
    {
        await using var stream = File.OpenRead(file);
        await SHA256.HashDataAsync(stream);
        return true;
    }

    /// <summary>The most that was resident at any time, as the kernel counted it.</summary>
    private static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
