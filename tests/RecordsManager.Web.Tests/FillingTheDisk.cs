using System.Net;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>A disk that is really full: nothing is acknowledged that does not lie on it, nothing half-done stays, and the client goes on.</summary>
public sealed class FillingTheDisk
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task Refuses_what_has_no_room_and_goes_on_where_it_was_when_there_is()
    {
        await using var product = await RunningProduct.Start();
        await using var disk = await SmallDisk.Mount(StorageFolder.Of(product), 8);
        Assert.SkipWhen(disk is null, "Mounting a tmpfs is not allowed here.");
        var tus = new Tus(product);
        var bytes = RandomNumberGenerator.GetBytes(5 * Mebibyte);
        var address = await tus.Create(bytes.Length);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Append(address, 0, bytes.AsMemory(0, 3 * Mebibyte))).Status);

        var tooMuch = await tus.Create(6 * Mebibyte);
        AssertFull(await tus.Append(tooMuch, 0, new byte[6 * Mebibyte]));
        Assert.Equal(0, await tus.Offset(tooMuch));
        Assert.Equal(1, await StorageFolder.HoldsNoOrphan(product)); // what fitted of it is gone again

        var filling = await tus.Create(4 * Mebibyte);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Append(filling, 0, new byte[4 * Mebibyte])).Status);
        AssertFull(await tus.Append(address, 3 * Mebibyte, bytes.AsMemory(3 * Mebibyte)));
        Assert.Equal(3 * Mebibyte, await tus.Offset(address));

        Assert.Equal(HttpStatusCode.NoContent, (await tus.Terminate(filling)).Status);
        Assert.Equal((HttpStatusCode.NoContent, 5L * Mebibyte), await Continued());
        Assert.Equal(2, await StorageFolder.HoldsNoOrphan(product));
        var hashes = await product.Database.Ask<string>("select o.plain_sha256 from upload_parts p join media_objects o on o.id = p.object_id order by p.start");
        Assert.Equal([Hash(bytes[..(3 * Mebibyte)]), Hash(bytes[(3 * Mebibyte)..])], hashes);

        async Task<(HttpStatusCode, long?)> Continued()
        {
            var continued = await tus.Append(address, 3 * Mebibyte, bytes.AsMemory(3 * Mebibyte));
            return (continued.Status, continued.Offset);
        }
    }

    private static void AssertFull(Tus.Answer answer)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage-full"), (answer.Status, answer.Code));
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
