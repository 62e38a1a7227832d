using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests;

/// <summary>However much is sent at whatever rate: what is in memory is bounded, and who is too much is told so.</summary>
public sealed class LimitingUploads(RefusingBadDeliveries.EmptyProduct fixture) : IClassFixture<RefusingBadDeliveries.EmptyProduct>
{
    private const int Mebibyte = 1 << 20;

    private readonly RunningProduct _product = fixture.Product;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holds_fifty_uploads_open_in_bounded_memory_and_refuses_one_more()
    {
        const int uploads = 50;
        const int sentEach = 6 * Mebibyte;
        var bytes = RandomNumberGenerator.GetBytes(sentEach + (Mebibyte / 4));
        var addresses = await Task.WhenAll(Enumerable.Range(0, uploads + 1).Select(_ => Created(bytes.Length)));
        var before = Resident("VmRSS");
        var release = new TaskCompletionSource();
        var held = addresses[..uploads].Select(_ => new Held(bytes, sentEach, release.Task)).ToArray();
        var appending = addresses[..uploads].Zip(held, (address, content) => Append(address, content)).ToArray();
        await Task.WhenAny([Task.WhenAll(held.Select(h => h.Sent)), .. appending]);
        Assert.DoesNotContain(appending, a => a.IsCompleted); // none ends before it may

        using (var refused = await Append(addresses[uploads], new ByteArrayContent(bytes[..1000])))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "upload.too-many"), (refused.StatusCode, await Code(refused)));
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }

        release.SetResult();
        foreach (var answer in await Task.WhenAll(appending))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal(bytes.Length, int.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture));
            answer.Dispose();
        }

        var grown = (Resident("VmHWM") - before) / Mebibyte;
        TestContext.Current.TestOutputHelper!.WriteLine($"{uploads} uploads, {uploads * sentEach / Mebibyte} MiB sent: at most {grown} MiB more resident than before.");
        Assert.InRange(grown, 0, 150);

        using var taken = await Append(addresses[uploads], new ByteArrayContent(bytes)); // there is room again
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.All(await Task.WhenAll(addresses.Select(Terminated)), status => Assert.Equal(HttpStatusCode.NoContent, status));
    }

    [Fact]
    public async Task Stops_a_client_whose_bytes_it_cannot_write_yet()
    {
        const int offered = 256 * Mebibyte;
        var address = await Created(offered);
        await using var database = new NpgsqlConnection(_product.Database.SuperuserConnectionString);
        await database.OpenAsync(Ct);
        await using (var hold = new NpgsqlCommand($"select pg_advisory_lock(hashtextextended('{address.Split('/')[^1]}', 1))", database))
        {
            await hold.ExecuteNonQueryAsync(Ct);
        }

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _product.Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PATCH {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_product.ApiKey}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {offered}\r\n\r\n"), Ct);
        var chunk = new byte[65536];
        var (sent, ended) = (0L, false);
        var sending = Task.Run(async () =>
        {
            while (!Volatile.Read(ref ended) && sent < offered)
            {
                await stream.WriteAsync(chunk, Ct);
                Interlocked.Add(ref sent, chunk.Length);
            }
        }, Ct);

        var answer = new byte[512];
        var read = await stream.ReadAsync(answer, Ct); // when the server has lost its patience
        var taken = Interlocked.Read(ref sent) / Mebibyte;
        Volatile.Write(ref ended, true);
        client.Close();
        await Task.WhenAny(sending, Task.Delay(Timeout.Infinite, Ct));

        TestContext.Current.TestOutputHelper!.WriteLine($"Of {offered / Mebibyte} MiB the client could hand over {taken} before it was stopped.");
        Assert.StartsWith("HTTP/1.1 409", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        Assert.InRange(taken, 0, 64);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Refuses_json_that_is_too_long(bool saysHowLong, bool withKey)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { source = "sfu", externalId = "long", conversation = "room", title = new string('x', 2 * Mebibyte) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/calls")
        {
            Content = saysHowLong ? new ByteArrayContent(json) : new StreamContent(new Unmeasured(json)),
        };
        request.Content.Headers.ContentType = new("application/json");
        if (withKey)
        {
            request.Headers.Add("Idempotency-Key", $"too-long-{saysHowLong}");
        }

        using var answer = await _product.Http.SendAsync(request, Ct);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-long"), (answer.StatusCode, await Code(answer)));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private async Task<string> Created(long length)
    {
        using var request = Tus(HttpMethod.Post, "/api/v1/uploads");
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        using var answer = await _product.Http.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.Location!.ToString();
    }

    private async Task<HttpResponseMessage> Append(string address, HttpContent content)
    {
        using var request = Tus(HttpMethod.Patch, address);
        request.Headers.Add("Upload-Offset", "0");
        request.Content = content;
        request.Content.Headers.ContentType = new("application/offset+octet-stream");
        return await _product.Http.SendAsync(request, Ct);
    }

    private async Task<HttpStatusCode> Terminated(string address)
    {
        using var request = Tus(HttpMethod.Delete, address);
        using var answer = await _product.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Tus(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString();

    /// <summary>Of the server's process, in bytes, as the kernel counts.</summary>
    private long Resident(string what) =>
        long.Parse(File.ReadLines($"/proc/{_product.ProcessId}/status").Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    /// <summary>A body that stays open: most of it at once, then a little at a time until it may end.</summary>
    private sealed class Held(byte[] bytes, int atOnce, Task release) : HttpContent
    {
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent => _sent.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, atOnce), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent.SetResult();
            var at = atOnce;
            for (; !release.IsCompleted && at + 1024 < bytes.Length; at += 1024)
            {
                await stream.WriteAsync(bytes.AsMemory(at, 1024), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await Task.WhenAny(release, Task.Delay(500, cancellationToken));
            }

            await stream.WriteAsync(bytes.AsMemory(at), cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }

    /// <summary>Sent in chunks: the server learns how long it is by reading.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
