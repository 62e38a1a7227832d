using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// What the running product holds in memory while many large uploads come in at the same time, each on a connection of its own.
/// The first must not be whole before the last has begun. Needs RECORDS_TEST_DB_ADMIN, and as much disk as the uploads are large
/// together.
/// </summary>
internal static class UploadingAtOnce
{
    public const string Verb = "uploads";
    private const int Piece = 1 << 20;

    public static async Task<int> Run(int uploads, int megabytes)
    {
        await using var product = await RunningProduct.Start();
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = uploads + 1 };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(product.BaseUrl), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = product.Http.DefaultRequestHeaders.Authorization;
        http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        List<(TimeSpan Began, TimeSpan Ended)> times = [];
        using var stop = new CancellationTokenSource();
        var memory = ProcessMemory.Peak(product.ProcessId, stop.Token);
        var clock = Stopwatch.StartNew();
        var offsets = await Task.WhenAll(Enumerable.Range(0, uploads).Select(_ => Timed()));
        var seconds = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var (first, peak) = await memory;
        var whole = offsets.Count(o => o == (long)megabytes << 20);
        var (last, firstWhole) = (times.Max(t => t.Began), times.Min(t => t.Ended));
        await Figures.Say($"{whole} of {uploads} uploads of {megabytes} MiB taken whole in {seconds:0.0} s ({(double)uploads * megabytes / seconds:0} MiB/s); the last began after {last.TotalSeconds:0.0} s, the first was whole after {firstWhole.TotalSeconds:0.0} s");
        await Figures.Say($"server's memory before: {first}; at its peak: {peak}, {peak.Own + peak.Files:0} MB resident (goal: below 400 MB)");
        return whole == uploads && last < firstWhole ? 0 : 1;

        async Task<long> Timed()
        {
            var began = TimeSpan.Zero;
            var offset = await Upload(http, megabytes, () => began = clock.Elapsed);
            lock (times)
            {
                times.Add((began, clock.Elapsed));
            }

            return offset;
        }
    }

    private static async Task<long> Upload(HttpClient http, int megabytes, Action begun)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        create.Headers.Add("Upload-Length", ((long)megabytes << 20).ToString(CultureInfo.InvariantCulture));
        using var created = (await http.SendAsync(create)).EnsureSuccessStatusCode();
        using var append = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = new Generated(megabytes, begun) };
        append.Headers.Add("Upload-Offset", "0");
        using var appended = (await http.SendAsync(append)).EnsureSuccessStatusCode();
        return long.Parse(appended.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    private sealed class Generated : HttpContent
    {
        private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(Piece);

        private readonly int _pieces;
        private readonly Action _begun;

        public Generated(int pieces, Action begun)
        {
            _pieces = pieces;
            _begun = begun;
            Headers.ContentType = new("application/offset+octet-stream");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var piece = 0; piece < _pieces; piece++)
            {
                await stream.WriteAsync(Bytes);
                if (piece == 0)
                {
                    _begun();
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = (long)_pieces * Piece;
            return true;
        }
    }
}
