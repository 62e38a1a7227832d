using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RecordsManager.Application.Integrity;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Copies;
using RecordsManager.Storage.Vault;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

/// <summary>Two folders, of which either can fail at any moment, and the real table of what is owed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeepingASecondCopy(DatabaseFixture database) : IClassFixture<DatabaseFixture>, IAsyncLifetime
{
    private static readonly byte[] Bytes = StorageWorld.Plaintext(300_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("records-copies-").FullName;
    private readonly FakeClock _clock = new(StorageWorld.Now);
    private NpgsqlDataSource _source = null!;
    private StorageDebts _debts = null!;
    private SwitchedPlace _first = null!;
    private SwitchedPlace _second = null!;
    private CopiedBlobStore _store = null!;
    private StoragePlaces _places = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(database.Database.AppConnectionString);
        await using var command = _source.CreateCommand("delete from storage.debts");
        await command.ExecuteNonQueryAsync(Ct);
        _debts = new StorageDebts(_source, _clock);
        _first = new SwitchedPlace(new FileSystemBlobStore(Path.Combine(_folder, "1")));
        _second = new SwitchedPlace(new FileSystemBlobStore(Path.Combine(_folder, "2")));
        IReadOnlyList<Place> places = [new Place(Place.First, "one", _first, _clock), new Place(Place.Second, "other", _second, _clock)];
        _store = new CopiedBlobStore(places, _debts);
        using var world = new StorageWorld();
        _places = new StoragePlaces(places, false, store => new ObjectVault(world.Rows, store, world.Ring, world.Open), _debts, _clock, NullLogger<StoragePlaces>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Writes_to_both_in_one_pass_and_owes_nothing()
    {
        var id = await Write(() => { });

        Assert.Equal(Bytes, await In(_first, id));
        Assert.Equal(Bytes, await In(_second, id));
        Assert.Equal((0, 0), await Owed());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Loses_nothing_when_one_fails_in_the_middle_and_makes_it_good_when_it_is_back(bool isFirst)
    {
        var (failing, other) = isFirst ? (_first, _second) : (_second, _first);

        var id = await Write(() => failing.IsDown = true);

        Assert.Equal(Bytes, await In(other, id));
        Assert.Equal(Bytes, await Read(id));
        Assert.Equal((1, 0), await Owed());
        Assert.Equal(0, await _places.Reconcile(Ct)); // still down

        failing.IsDown = false;
        Assert.Null(await In(failing, id));
        Assert.Equal(1, await _places.Reconcile(Ct));
        Assert.Equal(Bytes, await In(failing, id));
        Assert.Equal((0, 0), await Owed());
        Assert.Equal(0, await _places.DeleteUnfinished(Ct));
    }

    [Fact]
    public async Task Asks_a_place_that_failed_again_after_half_a_minute_only()
    {
        _first.IsDown = true;
        await Write(() => { });
        var asked = _first.Asked;

        await Write(() => { });
        Assert.Equal(asked, _first.Asked);
        _clock.Advance(TimeSpan.FromSeconds(31));
        await Write(() => { });

        Assert.Equal(asked + 1, _first.Asked);
        Assert.Equal((3, 0), await Owed());
    }

    [Fact]
    public async Task Refuses_when_no_place_takes_it_and_acknowledges_nothing()
    {
        var id = NewId();
        await using (var writer = await _store.Create(id, Ct))
        {
            await writer.Append(Bytes.AsMemory(0, 100_000), Ct);
            _first.IsDown = _second.IsDown = true;
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await writer.Append(Bytes.AsMemory(100_000), Ct));
        }

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _store.Create(NewId(), Ct));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _store.Open(id, Ct));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _store.Delete(id, Ct));
        _first.IsDown = _second.IsDown = false;
        Assert.Null(await _store.Open(id, Ct));
        Assert.Equal((0, 0), await Owed());
    }

    [Fact]
    public async Task A_reader_goes_on_from_the_other_place_when_its_own_fails_and_fails_when_both_do()
    {
        var id = await Write(() => { });
        await using var reader = (await _store.Open(id, Ct))!;
        var bytes = new byte[Bytes.Length];
        Assert.Equal(100_000, await reader.Read(0, bytes.AsMemory(0, 100_000), Ct));

        _first.IsDown = true;
        Assert.Equal(200_000, await reader.Read(100_000, bytes.AsMemory(100_000), Ct));
        Assert.Equal(Bytes, bytes);

        _second.IsDown = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await reader.Read(0, bytes, Ct));
    }

    [Fact]
    public async Task Reads_what_is_missing_in_the_first_from_the_second()
    {
        var id = await Write(() => { });
        await _first.Delete(id, Ct);

        Assert.Equal(Bytes, await Read(id));
        await _second.Delete(id, Ct);
        Assert.Null(await _store.Open(id, Ct));
    }

    [Fact]
    public async Task Deletes_from_both_and_remembers_the_one_that_could_not()
    {
        var (one, other) = (await Write(() => { }), await Write(() => { }));
        await _store.Delete(one, Ct);
        Assert.Null(await In(_first, one));
        Assert.Null(await In(_second, one));

        _second.IsDown = true;
        await _store.Delete(other, Ct);
        Assert.Equal((0, 1), await Owed());
        Assert.Equal(0, await _places.Reconcile(Ct));

        _second.IsDown = false;
        Assert.NotNull(await In(_second, other));
        Assert.Equal(1, await _places.Reconcile(Ct));
        Assert.Null(await In(_second, other));
        Assert.Equal((0, 0), await Owed());
    }

    /// <summary>An erasure goes on: the keys went first. The bytes go when the lock does.</summary>
    [Fact]
    public async Task What_is_under_lock_is_deleted_after_its_last_day()
    {
        var id = await Write(() => { });
        _first.LockedUntil = _clock.GetUtcNow().AddDays(2);

        await _store.Delete(id, Ct);
        Assert.Equal((0, 1), await Owed());
        Assert.Null(await In(_second, id));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await _places.Reconcile(Ct));
        Assert.NotNull(await In(_first, id));

        _clock.Advance(TimeSpan.FromDays(2));
        _first.LockedUntil = null;
        Assert.Equal(1, await _places.Reconcile(Ct));
        Assert.Null(await In(_first, id));
    }

    [Fact]
    public async Task What_was_destroyed_meanwhile_is_not_copied()
    {
        var id = await Write(() => _first.IsDown = true);
        _first.IsDown = false;
        await _store.Delete(id, Ct);
        Assert.Equal((0, 0), await Owed());

        var late = await Write(() => _first.IsDown = true);
        _first.IsDown = false;
        _first.BeforeCommit = () => _store.Delete(late, Ct).AsTask(); // the deletion looks before the copy is there

        Assert.Equal(0, await _places.Reconcile(Ct));
        Assert.Null(await In(_first, late));
        Assert.Null(await In(_second, late));
        Assert.Equal((0, 0), await Owed());
    }

    [Fact]
    public async Task A_copy_that_died_in_the_middle_is_made_again()
    {
        var id = await Write(() => _first.IsDown = true);
        _first.IsDown = false;
        var died = await _first.Create(id, Ct); // never disposed of: the process is gone
        await died.Append(new byte[10], Ct);

        Assert.Equal(1, await _places.Reconcile(Ct));

        Assert.Equal(Bytes, await In(_first, id));
    }

    private static MediaObjectId NewId() => MediaObjectId.New(StorageWorld.Now);

    private async Task<MediaObjectId> Write(Action half)
    {
        var id = NewId();
        await using var writer = await _store.Create(id, Ct);
        await writer.Append(Bytes.AsMemory(0, 100_000), Ct);
        half();
        await writer.Append(Bytes.AsMemory(100_000), Ct);
        await writer.Commit(Ct);
        return id;
    }

    private Task<byte[]?> Read(MediaObjectId id) => In(_store, id);

    private static async Task<byte[]?> In(IBlobStore store, MediaObjectId id)
    {
        await using var reader = await store.Open(id, Ct);
        if (reader is null)
        {
            return null;
        }

        var bytes = new byte[reader.Length];
        Assert.Equal(bytes.Length, await reader.Read(0, bytes, Ct));
        return bytes;
    }

    private async Task<(int Copies, int Deletions)> Owed() => (await _debts.Count(Application.Integrity.Owed.Copy, Ct), await _debts.Count(Application.Integrity.Owed.Deletion, Ct));
}

/// <summary>The first place is a real bucket that goes away in the middle of a write in parts.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(nameof(CephEngine))]
public sealed class LosingTheBucketInTheMiddle(CephEngine engine, DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loses_no_byte_of_what_was_acknowledged()
    {
        Assert.SkipWhen(engine.Missing is not null, engine.Missing ?? "");
        const int length = 12 * 1024 * 1024;
        var folder = Directory.CreateTempSubdirectory("records-copies-");
        await using var wire = new Wire(engine.Port);
        using var client = engine.Client(S3Engine.Address(wire.Port));
        using var bucket = new RecordsManager.Storage.S3.S3BlobStore(S3Engine.Place(client));
        var clock = new FakeClock(StorageWorld.Now);
        await using var source = NpgsqlDataSource.Create(database.Database.AppConnectionString);
        var debts = new StorageDebts(source, clock);
        IReadOnlyList<Place> places = [new Place(Place.First, "one", bucket, clock), new Place(Place.Second, "other", new FileSystemBlobStore(folder.FullName), clock)];
        using var world = new StorageWorld();
        var reconciliation = new StoragePlaces(places, false, store => new ObjectVault(world.Rows, store, world.Ring, world.Open), debts, clock, NullLogger<StoragePlaces>.Instance);
        var bytes = StorageWorld.Plaintext(length);
        var id = MediaObjectId.New(StorageWorld.Now);

        await using (var writer = await new CopiedBlobStore(places, debts).Create(id, Ct))
        {
            await writer.Append(bytes.AsMemory(0, length / 2), Ct);
            wire.Cut();
            await writer.Append(bytes.AsMemory(length / 2), Ct);
            await writer.Commit(Ct);
        }

        Assert.Equal(0, await reconciliation.Reconcile(Ct));
        wire.Mend();
        Assert.Equal(1, await reconciliation.Reconcile(Ct));
        await using var copy = (await bucket.Open(id, Ct))!;
        var back = new byte[length];
        for (var at = 0; at < length;)
        {
            at += await copy.Read(at, back.AsMemory(at), Ct);
        }

        Assert.True(back.AsSpan().SequenceEqual(bytes));
        Assert.Equal(0, await bucket.DeleteUnfinished(DateTimeOffset.MaxValue, Ct)); // nor is anything left of the first attempt
        folder.Delete(recursive: true);
    }
}
