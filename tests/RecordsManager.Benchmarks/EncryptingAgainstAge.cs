using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Floe;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Benchmarks;

/// <summary>
/// Streaming encryption and decryption beside bare AES-256-GCM of the same library in the same 64 KiB pieces, both through the same memory, and beside <c>age</c> on the
/// same file in memory; then the whole intake (hash, encryption, rows, durable file) beside age writing to the same disk with a sync.
/// Medians of one run, one thread each; the participants take turns, so that a slow minute is everybody's. Needs age and RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class EncryptingAgainstAge
{
    public const string Verb = "encrypt";
    private const int Rounds = 9;

    /// <summary>What the writer is given at once.</summary>
    private const int Step = 1 << 20;

    private static readonly int Piece = FloeParameters.Ours.PlainSegmentLength;

    public static async Task<int> Run(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("records-age-").FullName;
        var memory = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(folder))).FullName;
        try
        {
            await using var bench = await Workbench.Create();
            var plain = RandomNumberGenerator.GetBytes(megabytes * 1024 * 1024);
            var file = Path.Combine(memory, "plain");
            await File.WriteAllBytesAsync(file, plain);
            await Tool("age-keygen", "-o", Path.Combine(memory, "identity"));
            var recipient = (await File.ReadAllLinesAsync(Path.Combine(memory, "identity"))).Single(l => l.StartsWith("# public key: ", StringComparison.Ordinal))[14..];
            await Tool("age", "-r", recipient, "-o", Path.Combine(memory, "sealed.age"), file);
            var vault = bench.Services.GetRequiredService<IObjectVault>();
            Dictionary<string, List<double>> seconds = [];
            using var key = SecretKey.Random();
            var (blob, bare) = (new InMemory(plain.Length + (plain.Length / 1000) + 1024), new InMemory(plain.Length + (plain.Length / 1000) + 1024));
            for (var round = 0; round <= Rounds; round++)
            {
                await Time("bare AES-256-GCM, encrypt", () => Bare(key, plain, bare));
                await Time("FLOE, encrypt", () => Floe(key, plain, blob));
                await Time("age, encrypt, in memory", () => Tool("age", "-r", recipient, "-o", Path.Combine(memory, "again.age"), file));
                await Time("bare AES-256-GCM, decrypt", () => BareOpen(key, bare));
                await Time("FLOE, decrypt", () => Open(key, blob));
                await Time("age, decrypt, in memory", () => Tool("age", "-d", "-i", Path.Combine(memory, "identity"), "-o", "/dev/null", Path.Combine(memory, "sealed.age")));
                await Time("intake to disk", () => Store(vault, bench, plain));
                await Time("age to disk", () => Durable(recipient, file, Path.Combine(folder, "again.age")));

                async Task Time(string what, Func<Task> act)
                {
                    File.Delete(Path.Combine(memory, "again.age"));
                    File.Delete(Path.Combine(folder, "again.age"));
                    var clock = Stopwatch.StartNew();
                    await act();
                    if (round > 0) // what is done once is not measured
                    {
                        (seconds.TryGetValue(what, out var of) ? of : seconds[what] = []).Add(clock.Elapsed.TotalSeconds);
                    }
                }
            }

            foreach (var (what, of) in seconds)
            {
                await Say($"{what}: {megabytes / Median(of):0} MiB/s, median of {Rounds}");
            }

            await Ratio("FLOE, encrypt", "bare AES-256-GCM, encrypt");
            await Ratio("FLOE, decrypt", "bare AES-256-GCM, decrypt");
            await Ratio("FLOE, encrypt", "age, encrypt, in memory");
            await Ratio("FLOE, decrypt", "age, decrypt, in memory");
            await Ratio("intake to disk", "age to disk");
            return 0;

            Task Ratio(string ours, string theirs) => Say($"{ours} : {theirs} = {Median(seconds[theirs]) / Median(seconds[ours]):0.00}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(memory, recursive: true);
        }
    }

    /// <summary>The same job without a format: each piece under a random nonce, into the same memory. 16 bytes before it, so that neither is better aligned.</summary>
    private static async Task Bare(SecretKey key, byte[] plain, InMemory blob)
    {
        blob.Clear();
        using var aes = new AesGcm(key.Bytes, 16);
        var sealedPiece = new byte[16 + Piece + 16];
        for (var at = 0; at < plain.Length; at += Piece)
        {
            var length = Math.Min(Piece, plain.Length - at);
            RandomNumberGenerator.Fill(sealedPiece.AsSpan(0, 12));
            aes.Encrypt(sealedPiece.AsSpan(0, 12), plain.AsSpan(at, length), sealedPiece.AsSpan(16, length), sealedPiece.AsSpan(16 + length, 16));
            await blob.Append(sealedPiece.AsMemory(0, 32 + length), CancellationToken.None);
        }
    }

    /// <summary>Out of the same memory, one piece at a time.</summary>
    private static async Task BareOpen(SecretKey key, InMemory blob)
    {
        using var aes = new AesGcm(key.Bytes, 16);
        var (sealedPiece, plain) = (new byte[16 + Piece + 16], new byte[Piece]);
        for (long at = 0; at < blob.Length; at += sealedPiece.Length)
        {
            var length = (int)Math.Min(sealedPiece.Length, blob.Length - at);
            await blob.Read(at, sealedPiece.AsMemory(0, length), CancellationToken.None);
            aes.Decrypt(sealedPiece.AsSpan(0, 12), sealedPiece.AsSpan(16, length - 32), sealedPiece.AsSpan(length - 16, 16), plain.AsSpan(0, length - 32));
        }
    }

    private static async Task Floe(SecretKey key, byte[] plain, InMemory blob)
    {
        blob.Clear();
        using var writer = new FloeWriter(FloeParameters.Ours, key, default, blob);
        for (var at = 0; at < plain.Length; at += Step)
        {
            await writer.Write(plain.AsMemory(at, Math.Min(Step, plain.Length - at)), CancellationToken.None);
        }

        await writer.Finish(CancellationToken.None);
    }

    private static async Task Open(SecretKey key, InMemory blob)
    {
        using var reader = await FloeReader.Open(blob, blob.Length, key, default, FloeParameters.Accepted, CancellationToken.None);
        await reader.CopyTo(0, reader.Length, Stream.Null, CancellationToken.None);
    }

    /// <summary>As an upload is taken in: rows, hash, encryption, a synced file under its name, and the row that says so.</summary>
    private static async Task Store(IObjectVault vault, Workbench bench, byte[] plain)
    {
        var spec = new ObjectSpec(MediaObjectId.New(bench.Clock.GetUtcNow()), bench.Organization, "upl_bench", ObjectKind.Upload, [], "bench");
        await using (var writer = await vault.Create(spec, CancellationToken.None))
        {
            for (var at = 0; at < plain.Length; at += 65536)
            {
                await writer.Body.WriteAsync(plain.AsMemory(at, Math.Min(65536, plain.Length - at)));
            }

            await writer.Complete(CancellationToken.None);
        }
    }

    private static async Task Durable(string recipient, string file, string sealedFile)
    {
        await Tool("age", "-r", recipient, "-o", sealedFile, file);
        using var written = File.OpenHandle(sealedFile, FileMode.Open, FileAccess.Write);
        RandomAccess.FlushToDisk(written);
    }

    private static async Task Tool(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["GOMAXPROCS"] = "1"; // one core, as ours
        using var tool = Process.Start(start)!;
        var reason = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name}: {reason}");
        }
    }

    private static double Median(List<double> of) => of.Order().ElementAt(of.Count / 2);

    private static Task Say(FormattableString figure) => Console.Out.WriteLineAsync(figure.ToString(CultureInfo.InvariantCulture));

    private sealed class InMemory(int capacity) : IBlobReader, IBlobWriter
    {
        private readonly byte[] _bytes = new byte[capacity];

        public long Length { get; private set; }

        public void Clear() => Length = 0;

        public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            bytes.CopyTo(_bytes.AsMemory((int)Length));
            Length += bytes.Length;
            return default;
        }

        public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
        {
            _bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
            return ValueTask.FromResult(buffer.Length);
        }

        public ValueTask Commit(CancellationToken ct) => default;

        public ValueTask DisposeAsync() => default;
    }
}
