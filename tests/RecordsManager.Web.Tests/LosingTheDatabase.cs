using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>PostgreSQL goes away in the middle of an upload and comes back: the client is told to wait, and no acknowledged byte is lost.</summary>
public sealed class LosingTheDatabase
{
    [Fact]
    public async Task Answers_503_while_it_is_away_and_goes_on_where_it_was()
    {
        await using var cluster = await StoppableCluster.Create();
        await using var product = await RunningProduct.Start(cluster: cluster);
        var tus = new Tus(product);
        var bytes = RandomNumberGenerator.GetBytes(600_000);
        var address = await tus.Create(bytes.Length);
        Assert.Equal(200_000, (await tus.Append(address, 0, bytes.AsMemory(0, 200_000))).Offset);
        var gone = new TaskCompletionSource();
        var begun = new Waiting(bytes[200_000..400_000], gone.Task);
        var appending = tus.Append(address, 200_000, begun);
        await begun.HalfSent;

        await cluster.Stop();
        gone.SetResult();

        AssertAway(await appending);
        AssertAway(await tus.Append(address, 200_000, bytes.AsMemory(200_000)));
        using (var creating = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads"))
        {
            creating.Headers.Add("Tus-Resumable", "1.0.0");
            creating.Headers.Add("Upload-Length", "10");
            AssertAway(await tus.Send(creating));
        }

        using (var delivering = new HttpRequestMessage(HttpMethod.Post, "/api/v1/ingest/manifest") { Content = JsonContent.Create(new { files = new[] { new { name = "manifest.json", upload = address.Split('/')[^1] } } }) })
        {
            delivering.Headers.Add("Idempotency-Key", "while-away");
            AssertAway(await tus.Send(delivering));
        }

        await cluster.Start();
        Assert.Equal(200_000, await Eventually(() => tus.Offset(address)));
        Assert.Equal((HttpStatusCode.NoContent, 600_000L), await Continued());
        await StorageFolder.HoldsNoOrphan(product);
        var hashes = await product.Database.Ask<string>("select o.plain_sha256 from upload_parts p join media_objects o on o.id = p.object_id order by p.start");
        Assert.Equal([Hash(bytes[..200_000]), Hash(bytes[200_000..])], hashes);
        Assert.Equal("complete", (await product.Settled(await product.Deliver("manifest", "afterwards", WeriftCall.Files("afterwards")))).GetProperty("status").GetString());

        async Task<(HttpStatusCode, long?)> Continued()
        {
            var continued = await tus.Append(address, 200_000, bytes.AsMemory(200_000));
            return (continued.Status, continued.Offset);
        }
    }

    private static void AssertAway(Tus.Answer answer)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "database-unavailable"), (answer.Status, answer.Code));
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
    }

    /// <summary>Connections that broke are found out one by one.</summary>
    private static async Task<long?> Eventually(Func<Task<long?>> ask)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            await Task.Delay(100);
        }

        return null;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A body of which the second half comes when something has happened.</summary>
    private sealed class Waiting(byte[] bytes, Task happened) : HttpContent
    {
        private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HalfSent => _half.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(300, cancellationToken); // let it arrive
            _half.SetResult();
            var at = bytes.Length / 2;
            for (; !happened.IsCompleted; at += 1000)
            {
                await stream.WriteAsync(bytes.AsMemory(at, 1000), cancellationToken); // who sends nothing for 5 s is given up
                await stream.FlushAsync(cancellationToken);
                await Task.WhenAny(happened, Task.Delay(500, cancellationToken));
            }

            await stream.WriteAsync(bytes.AsMemory(at), cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
