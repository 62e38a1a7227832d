using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The whole product on a bucket of OpenStack Swift, which is stopped in the middle of everything and comes back.</summary>
public sealed class LosingTheBucket
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_503_while_it_is_away_and_loses_nothing_that_was_acknowledged()
    {
        await using var swift = await S3Daemon.Swift();
        Assert.SkipWhen(swift.Missing is not null, swift.Missing ?? "");
        await using var product = await RunningProduct.StartIn(new Dictionary<string, string>
        {
            ["RECORDS_STORAGE"] = $"s3://{S3Daemon.Bucket}/calls",
            ["AWS_ENDPOINT_URL_S3"] = swift.Endpoint,
            ["AWS_ACCESS_KEY_ID"] = swift.Key,
            ["AWS_SECRET_ACCESS_KEY"] = swift.Secret,
        });
        await WeriftCall.Announce(product, "before");
        var before = await Delivered(product, "before");
        await product.Derived(before);
        var hls = new Hls(product.Http, $"/recordings/{before}/media");
        var mix = await hls.Whole("mix");
        var segment = (await hls.Rendition("mix")).Segments[0].Address;
        var tus = new Tus(product);
        var bytes = RandomNumberGenerator.GetBytes(600_000);
        var address = await tus.Create(bytes.Length);
        Assert.Equal(200_000, (await tus.Append(address, 0, bytes.AsMemory(0, 200_000))).Offset);
        var waiting = await product.Deliver("manifest", "waiting", WeriftCall.Files("waiting")); // acknowledged: what comes of it is worked off without the bucket

        await swift.Stop();

        var away = await tus.Append(address, 200_000, bytes.AsMemory(200_000));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage-unavailable"), (away.Status, away.Code));
        Assert.True(away.RetryAfter > TimeSpan.Zero);
        await Eventually(async () => await hls.StatusOf(segment) == HttpStatusCode.ServiceUnavailable); // an open reader is lent for two seconds, with the beginning of its object
        await product.Kill(); // and as if that were not enough
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(product.Serve);
        Assert.Contains("Not started: nobody is served before it is known whom to forget. The object store cannot be used: no answer.", refusal.Message, StringComparison.Ordinal);

        await swift.Start();
        await product.Serve();

        Assert.Equal(200_000, await tus.Offset(address));
        await Eventually(async () => (await tus.Append(address, 200_000, bytes.AsMemory(200_000))).Status == HttpStatusCode.NoContent);
        Assert.Equal([Hash(bytes[..200_000]), Hash(bytes[200_000..])], await product.Database.Ask<string>("select o.plain_sha256 from upload_parts p join media_objects o on o.id = p.object_id where p.start + p.bytes <= 600000 and p.upload_id in (select id from uploads where length = 600000) order by p.start"));
        Assert.Equal("complete", (await product.Settled(waiting)).GetProperty("status").GetString());
        Assert.Equal(mix, await hls.Whole("mix"));
        await HoldsNoOrphan(product, swift);
    }

    private static async Task<string> Delivered(RunningProduct product, string call)
    {
        var settled = await product.Settled(await product.Deliver("manifest", call, WeriftCall.Files(call)));
        Assert.True(settled.GetProperty("status").GetString() == "complete", settled.GetRawText());
        return settled.GetProperty("recording").GetString()!;
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        for (var attempt = 0; !await isSo(); attempt++)
        {
            Assert.True(attempt < 60);
            await Task.Delay(500, Ct);
        }
    }

    /// <summary>When the janitor was there, the bucket has what the database knows, and nothing else.</summary>
    private static async Task HoldsNoOrphan(RunningProduct product, S3Daemon swift)
    {
        using var client = swift.Client(new AmazonS3Config { ServiceURL = swift.Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        List<string> known = [], there = [];
        await Eventually(async () =>
        {
            known = [.. (await product.Database.Ask<Guid>("select id from media_objects")).Select(id => id.ToString("N")).Order(StringComparer.Ordinal)];
            var listed = await client.ListObjectsV2Async(new() { BucketName = S3Daemon.Bucket, Prefix = "calls/objects/", MaxKeys = 1000 }, Ct);
            there = [.. listed.S3Objects.Select(o => o.Key.Split('/')[^1].Replace("-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            return known.SequenceEqual(there, StringComparer.Ordinal) && (await product.Database.Ask<long>("select count(*) from media_objects where not is_stored"))[0] == 0;
        });
        Assert.NotEmpty(there);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
