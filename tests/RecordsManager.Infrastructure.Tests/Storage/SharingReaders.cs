using System.Runtime.Versioning;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Vault;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>An object that is open for a moment longer than one request, and what closes it before that.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SharingReaders : IDisposable
{
    private const int P = StorageWorld.PlainSegment;
    private readonly StorageWorld _world = new();
    private readonly byte[] _plaintext = StorageWorld.Plaintext((3 * P) + 5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SharedReaders Shared => _world.Open.Shared;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Opens_an_object_once_in_two_seconds_and_closes_it_then_though_nobody_asks_again()
    {
        var id = (await _world.Store(_plaintext, await _world.NewPerson())).Id;
        await Read(id);
        File.Move(_world.FileOf(id), _world.FileOf(id) + ".away"); // whoever opens it anew finds nothing

        _world.Clock.Advance(SharedReaders.GoodFor - TimeSpan.FromMilliseconds(1));
        await Read(id);
        Assert.Equal(1, Handles(id));

        _world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
        await AssertRefused(UnreadableReason.Damaged, id);
    }

    [Fact]
    public async Task Ends_for_who_has_it_and_for_who_comes_when_a_holder_is_erased_on_this_node()
    {
        var (alice, chandra) = (await _world.NewPerson(), await _world.NewPerson());
        var (both, chandras) = ((await _world.Store(_plaintext, alice, chandra)).Id, (await _world.Store(_plaintext, chandra)).Id);
        await using var had = await Open(both);
        await Read(chandras);

        _world.Rows.DestroyPersonKey(alice);
        _world.Open.Close(alice);

        Assert.Equal(1, Shared.Count);
        Assert.Equal(UnreadableReason.KeyDestroyed, (await Assert.ThrowsAsync<ObjectUnreadableException>(() => had.Read(0, new byte[1], Ct).AsTask())).Reason);
        await AssertRefused(UnreadableReason.KeyDestroyed, both);
        await Read(chandras);
        await had.DisposeAsync();
        Assert.Equal(0, Handles(both));
    }

    [Fact]
    public async Task Is_not_lent_again_once_an_erasure_anywhere_was_told_also_before_the_watch_has_closed_it()
    {
        var alice = await _world.NewPerson();
        var id = (await _world.Store(_plaintext, alice)).Id;
        await Read(id);

        _world.Rows.DestroyPersonKey(alice);
        _world.Feed.ErasureMark++;

        await AssertRefused(UnreadableReason.KeyDestroyed, id);
        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
    }

    [Fact]
    public async Task Is_not_kept_when_an_erasure_was_told_while_it_was_opened()
    {
        var alice = await _world.NewPerson();
        var id = (await _world.Store(_plaintext, alice)).Id;
        var before = Shared.Now(0);
        var opened = (ObjectReader)await _world.Vault.Open(_world.Organization, id, Ct);
        _world.Feed.ErasureMark++;

        await using (Shared.Share(_world.Organization, id, opened, before))
        {
            Assert.Null(Shared.Find(_world.Organization, id, 0));
        }

        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
    }

    [Fact]
    public async Task Is_neither_kept_nor_lent_while_nobody_would_tell_of_an_erasure()
    {
        var id = (await _world.Store(_plaintext, await _world.NewPerson())).Id;
        await Read(id);
        File.Move(_world.FileOf(id), _world.FileOf(id) + ".away");

        _world.Feed.ErasureMark = null;

        await AssertRefused(UnreadableReason.Damaged, id);
        File.Move(_world.FileOf(id) + ".away", _world.FileOf(id));
        await Read(id);
        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
    }

    [Fact]
    public async Task Is_over_when_the_object_is_destroyed_and_its_disk_space_is_free()
    {
        var (id, other) = ((await _world.Store(_plaintext)).Id, (await _world.Store(_plaintext)).Id);
        await Read(id);
        await Read(other);
        _world.Rows.Called = what => Assert.True(what != nameof(IObjectRows.Forget) || Shared.Count == 1);

        await _world.Vault.Destroy(_world.Organization, [id], Ct);

        Assert.Equal((1, 0), (Shared.Count, Handles(id)));
        await AssertRefused(UnreadableReason.NotFound, id);
    }

    [Fact]
    public async Task Is_not_kept_when_the_object_was_destroyed_while_it_was_opened()
    {
        var id = (await _world.Store(_plaintext)).Id;
        var before = Shared.Now(0);
        var opened = (ObjectReader)await _world.Vault.Open(_world.Organization, id, Ct);
        await _world.Vault.Destroy(_world.Organization, [id], Ct);

        await Shared.Share(_world.Organization, id, opened, before).DisposeAsync();

        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
    }

    [Fact]
    public async Task Is_over_when_this_node_destroys_a_KEK()
    {
        var id = (await _world.Store(_plaintext, await _world.NewPerson())).Id;
        await Read(id);
        _world.AddEpoch(2); // or the world would make the first anew

        await _world.Ring.Destroy(_world.Organization, new HeldKek("file", 1), Ct);

        await AssertRefused(UnreadableReason.KeyDestroyed, id);
        Assert.Equal(0, Handles(id));
    }

    [Fact]
    public async Task Is_another_organizations_of_none()
    {
        var id = (await _world.Store(_plaintext)).Id;
        await Read(id);

        Assert.Null(Shared.Find(Domain.Organizations.OrganizationId.New(StorageWorld.Now), id, 0));
    }

    [Fact]
    public async Task Holds_so_many_and_a_reader_in_use_survives_that_it_makes_room()
    {
        var first = (await _world.Store(_plaintext, await _world.NewPerson())).Id;
        await using var used = await Open(first);
        for (var i = 0; i < SharedReaders.Most; i++)
        {
            _world.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Read((await _world.Store([1])).Id);
        }

        Assert.Equal(SharedReaders.Most, Shared.Count);
        Assert.Null(Shared.Find(_world.Organization, first, 0));
        Assert.Equal(_plaintext, await Bytes(used));
        await used.DisposeAsync();
        await used.DisposeAsync(); // twice is once
        Assert.Equal(0, Handles(first));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => used.Read(0, new byte[1], Ct).AsTask());
    }

    [Fact]
    public async Task Serves_many_at_once_while_it_is_closed_again_and_again_and_leaves_nothing_open()
    {
        var id = (await _world.Store(_plaintext, await _world.NewPerson())).Id;

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (i, ct) =>
        {
            if (i % 10 == 0)
            {
                _world.Clock.Advance(SharedReaders.GoodFor);
            }

            await Read(id);
        });

        _world.Clock.Advance(SharedReaders.GoodFor);
        Assert.Equal((0, 0), (Shared.Count, Handles(id)));
    }

    private ValueTask<IObjectReader> Open(MediaObjectId id) => _world.Vault.OpenShared(_world.Organization, id, Ct);

    private async Task Read(MediaObjectId id)
    {
        await using var reader = await Open(id);
        var bytes = await Bytes(reader);
        Assert.True(bytes.Length == 1 || bytes.SequenceEqual(_plaintext));
    }

    private static async Task<byte[]> Bytes(IObjectReader reader)
    {
        using var copy = new MemoryStream();
        await reader.CopyTo(0, reader.Length, copy, Ct);
        return copy.ToArray();
    }

    private async Task AssertRefused(UnreadableReason reason, MediaObjectId id) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<ObjectUnreadableException>(() => Open(id).AsTask())).Reason);

    /// <summary>How often this process has the object's file open, whatever its name is by now.</summary>
    private static int Handles(MediaObjectId id) =>
        new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(f => f.LinkTarget?.Contains(id.Value.ToString("N"), StringComparison.Ordinal) == true);
}
