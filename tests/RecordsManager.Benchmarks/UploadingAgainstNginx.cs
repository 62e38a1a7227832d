using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// One large body over HTTP until it is durable: the running product (tus, creation with upload: the answer comes when the ciphertext
/// is synced and its rows are committed) beside nginx, to which the same body is PUT as plaintext on the same disk. nginx does not
/// sync, so its file is synced after its answer and that time is added. curl sends to both; they take turns. Needs nginx, curl and
/// RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class UploadingAgainstNginx
{
    public const string Verb = "upload";
    private const int Rounds = 7;

    public static async Task<int> Run(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("records-nginx-").FullName;
        var memory = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(folder))).FullName;
        try
        {
            var body = Path.Combine(memory, "body");
            await File.WriteAllBytesAsync(body, RandomNumberGenerator.GetBytes(megabytes * 1024 * 1024));
            await using var nginx = await Nginx.Start(folder);
            await using var product = await RunningProduct.Start();
            List<double> ours = [], theirs = [];
            for (var round = 0; round <= Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                await Figures.Tool("curl", "-sS", "--fail", "-H", "Expect:", "-T", body, $"{nginx.BaseUrl}/body");
                Sync(Path.Combine(nginx.Files, "body"));
                var their = clock.Elapsed.TotalSeconds;
                File.Delete(Path.Combine(nginx.Files, "body"));

                clock.Restart();
                var answer = await Figures.Tool(
                    "curl", "-sS", "--fail", "-i", "-X", "POST", "-H", "Expect:", "-H", "Tus-Resumable: 1.0.0", "-H", "Content-Type: application/offset+octet-stream",
                    "-H", string.Create(CultureInfo.InvariantCulture, $"Upload-Length: {new FileInfo(body).Length}"), "-H", $"Authorization: Bearer {product.ApiKey}", "-T", body, $"{product.BaseUrl}/api/v1/uploads");
                var our = clock.Elapsed.TotalSeconds;
                await Forget(product, answer, new FileInfo(body).Length);
                if (round > 0) // what is done once is not measured
                {
                    ours.Add(our);
                    theirs.Add(their);
                }
            }

            await Figures.Say($"nginx, PUT of {megabytes} MiB of plaintext and a sync: {megabytes / theirs.Median():0} MiB/s, median of {Rounds}");
            await Figures.Say($"upload of the same to durable ciphertext: {megabytes / ours.Median():0} MiB/s, median of {Rounds}");
            await Figures.Say($"upload : nginx = {theirs.Median() / ours.Median():0.00} (goal: at least 0.7)");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(memory, recursive: true);
        }
    }

    private static void Sync(string file)
    {
        using var written = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        RandomAccess.FlushToDisk(written);
    }

    /// <summary>Looks whether all of it was taken, and makes room for the next.</summary>
    private static async Task Forget(RunningProduct product, string answer, long length)
    {
        var headers = answer.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.Split(": ", 2)).ToLookup(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        if (headers["Upload-Offset"].SingleOrDefault() != length.ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("The upload was not taken whole:\n" + answer);
        }

        using var terminate = new HttpRequestMessage(HttpMethod.Delete, headers["Location"].Single());
        terminate.Headers.Add("Tus-Resumable", "1.0.0");
        (await product.Http.SendAsync(terminate)).EnsureSuccessStatusCode();
    }
}
