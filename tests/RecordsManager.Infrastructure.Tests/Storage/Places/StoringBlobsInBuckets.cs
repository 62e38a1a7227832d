using System.Runtime.Versioning;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.S3;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

/// <summary>The same against Ceph's gateway, which refuses to write over a name by itself and has object lock.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(nameof(CephEngine))]
public sealed class StoringBlobsInCeph(CephEngine engine) : StoringBlobsInABucket(engine)
{
    [Fact]
    public async Task Knows_that_the_store_refuses_by_itself() => Assert.True(await Conditions.AreEnforced(Ct));

    /// <summary>WORM: the keys are gone by then, the bytes follow when the store lets them go.</summary>
    [Fact]
    public async Task Says_until_when_a_locked_object_stays_and_hides_it_meanwhile()
    {
        var place = await S3Engine.LockingPlace(Client);
        using var store = new S3BlobStore(place);
        foreach (var length in new[] { 3, Part + 3 })
        {
            var id = NewId();
            await using (var writer = await store.Create(id, Ct))
            {
                await writer.Append(new byte[length], Ct);
                await writer.Commit(Ct);
            }

            Assert.False(await store.Lock(NewId(), TimeProvider.System.GetUtcNow().AddDays(1), Ct));
            Assert.True(await store.Lock(id, TimeProvider.System.GetUtcNow().AddDays(1), Ct));
            Assert.True(await store.Lock(id, TimeProvider.System.GetUtcNow().AddDays(2), Ct)); // longer
            var refused = await Assert.ThrowsAsync<BlobLockedException>(async () => await store.Delete(id, Ct));
            Assert.InRange(refused.Until - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(47), TimeSpan.FromHours(49));
            Assert.Null(await store.Open(id, Ct));
            await Assert.ThrowsAsync<BlobLockedException>(async () => await store.Delete(id, Ct)); // still, and still hidden
            Assert.Null(await store.Open(id, Ct));

            foreach (var version in (await Client.ListVersionsAsync(place.Bucket, Ct)).Versions.Where(v => v.IsDeleteMarker is not true))
            {
                await Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = place.Bucket, Key = version.Key, VersionId = version.VersionId, BypassGovernanceRetention = true }, Ct);
            }

            await store.Delete(id, Ct); // as after the lock's last day
            Assert.Empty((await Client.ListVersionsAsync(place.Bucket, Ct)).Versions ?? []);
        }
    }

    [Fact]
    public async Task Deletes_every_version_in_a_bucket_that_keeps_versions()
    {
        var bucket = $"versions-{Guid.NewGuid():n}";
        await Client.PutBucketAsync(bucket, Ct);
        await Client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Ct);
        using var store = new S3BlobStore(new S3Place(Client, bucket, ""));
        var id = NewId();
        await using (var writer = await store.Create(id, Ct))
        {
            await writer.Append(new byte[] { 1 }, Ct);
            await writer.Commit(Ct);
        }

        await store.Delete(id, Ct);

        Assert.Empty((await Client.ListVersionsAsync(bucket, Ct)).Versions ?? []);
    }
}

/// <summary>The same against OpenStack Swift, which knows no conditions.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(nameof(SwiftEngine))]
public sealed class StoringBlobsInSwift(SwiftEngine engine) : StoringBlobsInABucket(engine)
{
    protected override string? CannotRefuseAtOnce => "Swift's S3 interface answers 501 to If-None-Match: a name is asked for before it is written, which two at once can pass.";

    [Fact]
    public async Task Knows_that_the_store_does_not_refuse_by_itself() => Assert.False(await Conditions.AreEnforced(Ct));
}

[UnsupportedOSPlatform("windows")]
public abstract class StoringBlobsInABucket : StoringBlobs, IDisposable
{
    private readonly S3Engine _engine;
    private readonly S3Place _place;
    private readonly S3BlobStore _store;

    protected StoringBlobsInABucket(S3Engine engine)
    {
        Assert.SkipWhen(engine.Missing is not null, engine.Missing ?? "");
        _engine = engine;
        Client = engine.Client(engine.Endpoint);
        _place = S3Engine.Place(Client);
        _store = new S3BlobStore(_place);
        Conditions = new S3Conditions(_place);
    }

    private protected override IBlobPlace Place => _store;

    private protected S3Conditions Conditions { get; }

    protected AmazonS3Client Client { get; }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Conditions.Dispose();
        _store.Dispose();
        Client.Dispose();
    }

    [Fact]
    public async Task Holds_one_part_of_each_upload_and_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            await Write(NewId(), new byte[(2 * Part) + 1]);
        }

        Assert.Equal(1, _store.Buffers.Made);
    }

    [Fact]
    public async Task Reads_on_in_large_steps_and_jumps_in_small_ones()
    {
        const int length = 8 * 1024 * 1024;
        var id = NewId();
        await Write(id, StorageWorld.Plaintext(length));
        List<string> ranges = [];
        Client.BeforeRequestEvent += (_, request) => ranges.Add(((WebServiceRequestEventArgs)request).Headers.TryGetValue("Range", out var range) ? range : "all");

        await using (var reader = (await Place.Open(id, Ct))!)
        {
            await ReadAll(reader, 65_536);
        }

        Assert.InRange(ranges.Count, 8, 12); // 128 segments
        ranges.Clear();
        await using (var reader = (await Place.Open(id, Ct))!)
        {
            var buffer = new byte[65_536];
            for (var jump = 0; jump < 10; jump++)
            {
                Assert.Equal(buffer.Length, await reader.Read((7 - (jump % 7)) * 1_000_000L, buffer, Ct));
            }
        }

        Assert.Equal(11, ranges.Count); // one to open, and one each
        Assert.All(ranges, range =>
        {
            var ends = range["bytes=".Length..].Split('-');
            Assert.InRange(long.Parse(ends[1], null) - long.Parse(ends[0], null), 0, 65_610);
        });
    }

    /// <summary>The engine is real, and gone between one byte and the next; what was acknowledged stays, what was not is nowhere.</summary>
    [Fact]
    public async Task Says_that_the_store_is_gone_whatever_it_was_asked_and_shows_nothing_half()
    {
        await using var wire = new Wire(_engine.Port);
        using var client = _engine.Client(S3Engine.Address(wire.Port));
        using var store = new S3BlobStore(_place with { Client = client });
        var (whole, half) = (NewId(), NewId());
        await Write(whole, StorageWorld.Plaintext(300_000));
        await using var reader = (await store.Open(whole, Ct))!;
        await using (var writer = await store.Create(half, Ct))
        {
            await writer.Append(new byte[Part + 1], Ct); // the first part is with the store

            wire.Cut();

            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await writer.Append(new byte[Part], Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await writer.Commit(Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await reader.Read(200_000, new byte[1000], Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.Open(whole, Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.Delete(whole, Ct));
        }

        wire.Mend();
        Assert.Equal([new BlobListing(whole, 300_000)], await Listed());
        Assert.Null(await store.Open(half, Ct));
        await store.Delete(half, Ct);
        Assert.Equal(0, await store.DeleteUnfinished(DateTimeOffset.MaxValue, Ct));
    }

    [Fact]
    public async Task Says_so_too_when_the_store_does_not_let_us_in_or_has_no_such_bucket()
    {
        using var stranger = new AmazonS3Client(new BasicAWSCredentials("nobody", "nothing"), S3Place.Configuration(_engine.Endpoint));
        foreach (var place in new[] { _place with { Client = stranger }, _place with { Bucket = "there-is-none" } })
        {
            using var store = new S3BlobStore(place);
            var id = NewId();
            await using var writer = await store.Create(id, Ct);
            await writer.Append(new byte[] { 1 }, Ct);

            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await writer.Commit(Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.Open(id, Ct));
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.Delete(id, Ct));
        }
    }
}
