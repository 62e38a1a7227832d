using System.Net;
using System.Net.Http.Headers;
using RecordsManager.Application.Recordings;
using RecordsManager.Media;
using RecordsManager.Media.Gateway;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class TheGateway : IAsyncDisposable
{
    private readonly Lab _lab = new();
    private readonly LoopbackGateway _gateway = new(new MediaOptions { ReadLimit = TimeSpan.FromSeconds(2) });
    private readonly HttpClient _http = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Theory]
    [InlineData(null, 200, 0, 100_000)]
    [InlineData("bytes=0-", 206, 0, 100_000)]
    [InlineData("bytes=70000-", 206, 70_000, 30_000)]
    [InlineData("bytes=65530-65545", 206, 65_530, 16)]
    [InlineData("bytes=99999-200000", 206, 99_999, 1)]
    public async Task Serves_the_range_that_was_asked_for(string? range, int status, int start, int length)
    {
        var (job, url, bytes) = await Object();
        await using var open = job;

        using var response = await Get(url, range);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(bytes[start..(start + length)], await response.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(status == 206 ? $"bytes {start}-{start + length - 1}/100000" : null, response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task Answers_416_beyond_the_end()
    {
        var (job, url, _) = await Object();
        await using var open = job;

        using var response = await Get(url, "bytes=100000-");

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */100000", response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task Answers_404_to_everything_else()
    {
        var (job, url, _) = await Object();
        var sink = job.Offer(new Sink((body, ct) => body.CopyToAsync(Stream.Null, ct)));

        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(new Uri(new Uri(url), "/"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(url[..^1], Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(sink, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.PutAsync(url, new StringContent("x"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.PostAsync(sink, new StringContent("x"), Ct)).StatusCode);

        await job.DisposeAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(url, Ct)).StatusCode);
    }

    [Fact]
    public async Task Listens_on_loopback_with_a_token_of_256_bits()
    {
        var (job, url, _) = await Object();
        await using var open = job;

        Assert.Equal("127.0.0.1", new Uri(url).Host);
        Assert.Equal(64, new Uri(url).AbsolutePath.Length - 1);
    }

    [Fact]
    public async Task Settles_when_an_output_was_taken_to_its_last_byte()
    {
        await using var job = await _gateway.Open(Ct);
        using var taken = new MemoryStream();
        var sink = job.Offer(new Sink((body, ct) => body.CopyToAsync(taken, ct)));

        await _http.PutAsync(sink, new ByteArrayContent(new byte[300_000]), Ct);
        await job.Settle(Ct);

        Assert.Equal(300_000, taken.Length);
    }

    [Fact]
    public async Task Never_settles_without_its_output()
    {
        await using var job = await _gateway.Open(Ct);
        job.Offer(new Sink((body, ct) => body.CopyToAsync(Stream.Null, ct)));

        await Assert.ThrowsAsync<RenderFailedException>(() => job.Settle(Ct));
    }

    [Fact]
    public async Task Never_settles_when_an_output_was_refused()
    {
        await using var job = await _gateway.Open(Ct);
        var sink = job.Offer(new Sink((_, _) => throw new IOException("full")));

        var answer = await _http.PutAsync(sink, new StringContent("x"), Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await Assert.ThrowsAsync<RenderFailedException>(() => job.Settle(Ct));
    }

    [Fact]
    public async Task Never_settles_when_an_output_came_twice()
    {
        await using var job = await _gateway.Open(Ct);
        var sink = job.Offer(new Sink((body, ct) => body.CopyToAsync(Stream.Null, ct)));

        await _http.PutAsync(sink, new StringContent("x"), Ct);
        await _http.PutAsync(sink, new StringContent("y"), Ct);

        await Assert.ThrowsAsync<RenderFailedException>(() => job.Settle(Ct));
    }

    [Fact]
    public async Task Loses_no_body_whose_sender_closes_without_waiting_for_the_answer()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await using var job = await _gateway.Open(Ct);
            using var taken = new MemoryStream();
            var sink = new Uri(job.Offer(new Sink(async (body, ct) =>
            {
                await Task.Delay(20, ct); // the sender has gone before the first read
                await body.CopyToAsync(taken, ct);
            })));
            using (var socket = new System.Net.Sockets.TcpClient())
            {
                await socket.ConnectAsync(sink.Host, sink.Port, Ct);
                var request = $"PUT {sink.AbsolutePath} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n{new string('x', 0xFFFF)}\r\n0\r\n\r\n";
                await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), Ct);
            }

            await job.Settle(Ct);

            Assert.Equal(0xFFFF, taken.Length);
        }
    }

    private async Task<(GatewayJob Job, string Url, byte[] Bytes)> Object()
    {
        var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(100_000);
        await File.WriteAllBytesAsync(_lab.At("object"), bytes, Ct);
        var job = await _gateway.Open(Ct);
        return (job, job.Offer(new ObjectSource(new FileMedia(_lab.At("object")), TimeSpan.FromSeconds(2))), bytes);
    }

    private async Task<HttpResponseMessage> Get(string url, string? range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = range is null ? null : RangeHeaderValue.Parse(range);
        return await _http.SendAsync(request, Ct);
    }
}
