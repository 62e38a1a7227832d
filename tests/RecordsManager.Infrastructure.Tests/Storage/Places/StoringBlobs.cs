using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Vault;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

/// <summary>What every place for blobs does: one suite, run against the file system and against each S3 engine.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public abstract class StoringBlobs
{
    protected const int Part = 5 * 1024 * 1024;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Empty, and seen by this test only.</summary>
    private protected abstract IBlobPlace Place { get; }

    /// <summary>Null: of two writers at once, exactly one succeeds; otherwise why this place cannot promise it.</summary>
    protected virtual string? CannotRefuseAtOnce => null;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_610)]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData(Part + 1)]
    [InlineData(2 * Part)]
    [InlineData((2 * Part) + 12_345)]
    public async Task Gives_back_what_it_was_given_whatever_the_length(int length)
    {
        var id = NewId();
        var bytes = StorageWorld.Plaintext(length);

        await Write(id, bytes, chunk: 70_001);

        await using var reader = await Place.Open(id, Ct);
        Assert.Equal(length, reader!.Length);
        var back = await ReadAll(reader, 65_536);
        Assert.True(back.AsSpan().SequenceEqual(bytes));
        Assert.Equal([new BlobListing(id, length)], await Listed());
    }

    [Fact]
    public async Task Reads_any_range_and_nothing_beyond_the_end()
    {
        const int length = (4 * 65_536) + 500;
        var id = NewId();
        var bytes = StorageWorld.Plaintext(length);
        await Write(id, bytes);
        await using var reader = (await Place.Open(id, Ct))!;

        foreach (var offset in new[] { 0, 1, 73, 74, 65_609, 65_610, 65_611, 131_146, length - 65_536, length - 2, length - 1, length, length + 1, length + 100_000 })
        {
            foreach (var count in new[] { 0, 1, 2, 74, 65_536, 65_537, 200_000, length + 1 })
            {
                var buffer = new byte[count];
                var read = await Fill(reader, offset, buffer);

                var expected = bytes.AsSpan(Math.Min(offset, length), Math.Min(count, Math.Max(0, length - offset)));
                Assert.Equal(expected.Length, read);
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, read)), $"{count} bytes at {offset}");
                Assert.False(buffer.AsSpan(read).ContainsAnyExcept((byte)0));
            }
        }
    }

    [Fact]
    public async Task Serves_many_readers_at_once()
    {
        var id = NewId();
        var bytes = StorageWorld.Plaintext(1_500_000);
        await Write(id, bytes);
        await using var reader = (await Place.Open(id, Ct))!;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async start =>
        {
            for (var offset = start * 1000; offset < bytes.Length; offset += 65_536)
            {
                var buffer = new byte[65_536];
                var read = await Fill(reader, offset, buffer);
                Assert.True(bytes.AsSpan(offset, Math.Min(65_536, bytes.Length - offset)).SequenceEqual(buffer.AsSpan(0, read)));
            }
        }));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Part + 10)]
    public async Task Refuses_to_write_over_a_name_and_keeps_what_is_there(int length)
    {
        var id = NewId();
        await Write(id, [1, 2, 3]);

        await Assert.ThrowsAsync<BlobExistsException>(() => Write(id, new byte[length]));

        await using var reader = (await Place.Open(id, Ct))!;
        Assert.Equal([1, 2, 3], await ReadAll(reader, 100));
        Assert.Equal(0, await Place.DeleteUnfinished(DateTimeOffset.MaxValue, Ct));
    }

    [Fact]
    public async Task Lets_one_of_two_writers_at_once_succeed()
    {
        Assert.SkipWhen(CannotRefuseAtOnce is not null, CannotRefuseAtOnce ?? "");
        for (var round = 0; round < 5; round++)
        {
            var id = NewId();
            var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(async writer =>
            {
                try
                {
                    await Write(id, [(byte)writer]);
                    return writer;
                }
                catch (IOException)
                {
                    return 0;
                }
            }));

            await using var reader = (await Place.Open(id, Ct))!;
            Assert.Equal([(byte)Assert.Single(outcomes, o => o > 0)], await ReadAll(reader, 10));
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData((2 * Part) + 1)]
    public async Task Shows_nothing_before_the_end_and_leaves_nothing_of_a_write_that_was_given_up(int length)
    {
        var id = NewId();
        await using (var writer = await Place.Create(id, Ct))
        {
            await writer.Append(new byte[length], Ct);

            Assert.Null(await Place.Open(id, Ct));
            Assert.Empty(await Listed());
        }

        Assert.Null(await Place.Open(id, Ct));
        Assert.Empty(await Listed());
        Assert.Equal(0, await Place.DeleteUnfinished(DateTimeOffset.MaxValue, Ct));
    }

    [Fact]
    public async Task Deleting_also_takes_what_a_writer_left_that_died()
    {
        var (one, other) = (NewId(), NewId());
        foreach (var id in new[] { one, other })
        {
            var writer = await Place.Create(id, Ct); // never disposed of: the process is gone
            await writer.Append(new byte[Part + 1], Ct);
        }

        await Place.Delete(one, Ct);

        Assert.Equal(0, await Place.DeleteUnfinished(DateTimeOffset.UnixEpoch, Ct)); // what is young may still be written
        Assert.Equal(1, await Place.DeleteUnfinished(DateTimeOffset.MaxValue, Ct)); // of the other alone
        Assert.Equal(0, await Place.DeleteUnfinished(DateTimeOffset.MaxValue, Ct));
    }

    [Fact]
    public async Task Deletes_for_good_and_may_be_told_so_twice()
    {
        var (kept, small, large) = (NewId(), NewId(), NewId());
        await Write(kept, [1]);
        await Write(small, [2]);
        await Write(large, new byte[Part + 1]);

        foreach (var id in new[] { small, large, small, NewId() })
        {
            await Place.Delete(id, Ct);
        }

        Assert.Null(await Place.Open(small, Ct));
        Assert.Null(await Place.Open(large, Ct));
        Assert.Equal([new BlobListing(kept, 1)], await Listed());
    }

    [Fact]
    public async Task Lists_every_blob_once_with_its_length()
    {
        var expected = Enumerable.Range(0, 12).Select(i => new BlobListing(NewId(), i)).ToList();
        foreach (var blob in expected)
        {
            await Write(blob.Id, new byte[blob.Length]);
        }

        Assert.Equal(expected.OrderBy(b => b.Length), (await Listed()).OrderBy(b => b.Length));
    }

    /// <summary>A part of what is written is in memory, never all of it.</summary>
    [Fact]
    public async Task Takes_200_MB_of_unknown_length_in_bounded_memory()
    {
        const int chunks = 3200; // of 64 KiB
        var id = NewId();
        var chunk = StorageWorld.Plaintext(65_536);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = 0L;
        await using (var writer = await Place.Create(id, Ct))
        {
            for (var i = 1; i <= chunks; i++)
            {
                await writer.Append(chunk, Ct);
                held = i % 1600 == 0 ? Math.Max(held, GC.GetTotalMemory(forceFullCollection: true) - before) : held;
            }

            await writer.Commit(Ct);
        }

        await using var reader = (await Place.Open(id, Ct))!;
        Assert.Equal(chunks * 65_536L, reader.Length);
        TestContext.Current.TestOutputHelper!.WriteLine($"{held / 1048576.0:0.0} MiB more on the heap while 200 MiB were written");
        Assert.True(held < 64 * 1024 * 1024, $"{held} bytes");
    }

    [Fact]
    public async Task Only_the_right_key_opens_an_object_and_only_as_itself()
    {
        using var world = new StorageWorld();
        var vault = new ObjectVault(world.Rows, Place, world.Ring, world.Open);
        var person = await world.NewPerson();
        var plaintext = StorageWorld.Plaintext(200_000);
        var (a, b, c) = (await Store(vault, world, plaintext), await Store(vault, world, plaintext), await Store(vault, world, plaintext, person));
        await using (var reader = await vault.Open(world.Organization, a.Id, Ct))
        {
            var bytes = new byte[reader.Length];
            Assert.Equal(bytes.Length, await reader.Read(0, bytes, Ct));
            Assert.Equal(plaintext, bytes);
        }

        byte[] blobOfA;
        await using (var raw = (await Place.Open(a.Id, Ct))!)
        {
            blobOfA = await ReadAll(raw, 100_000);
        }

        await Place.Delete(b.Id, Ct);
        await Write(b.Id, blobOfA); // another object's bytes under this name
        world.Rows.DestroyPersonKey(person);

        Assert.Equal(UnreadableReason.Damaged, (await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(world.Organization, b.Id, Ct))).Reason);
        Assert.Equal(UnreadableReason.KeyDestroyed, (await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(world.Organization, c.Id, Ct))).Reason);
        blobOfA[^1] ^= 1;
        await Place.Delete(a.Id, Ct);
        await Write(a.Id, blobOfA);
        Assert.Equal(UnreadableReason.Damaged, (await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(world.Organization, a.Id, Ct))).Reason);
    }

    protected static MediaObjectId NewId() => MediaObjectId.New(StorageWorld.Now);

    protected async Task Write(MediaObjectId id, byte[] bytes, int chunk = 65_536)
    {
        await using var writer = await Place.Create(id, Ct);
        for (var at = 0; at < bytes.Length; at += chunk)
        {
            await writer.Append(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)), Ct);
        }

        await writer.Commit(Ct);
    }

    private protected static async Task<byte[]> ReadAll(IBlobReader reader, int chunk)
    {
        var bytes = new byte[reader.Length];
        for (var at = 0; at < bytes.Length; at += chunk)
        {
            Assert.Equal(Math.Min(chunk, bytes.Length - at), await Fill(reader, at, bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at))));
        }

        return bytes;
    }

    private protected async Task<List<BlobListing>> Listed()
    {
        List<BlobListing> found = [];
        await foreach (var blob in Place.List(Ct))
        {
            found.Add(blob);
        }

        return found;
    }

    private static async Task<int> Fill(IBlobReader reader, long offset, Memory<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && await reader.Read(offset + filled, buffer[filled..], Ct) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }

    private static async Task<StoredObject> Store(ObjectVault vault, StorageWorld world, byte[] plaintext, params Domain.People.PersonId[] holders)
    {
        await using var writer = await vault.Create(world.Spec(holders), Ct);
        await writer.Body.WriteAsync(plaintext, Ct);
        return await writer.Complete(Ct);
    }
}
