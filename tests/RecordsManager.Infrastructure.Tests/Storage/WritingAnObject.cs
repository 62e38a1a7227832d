using System.Runtime.Versioning;
using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class WritingAnObject : IDisposable
{
    private static readonly byte[] Marker = Encoding.UTF8.GetBytes("a sentence that nobody may find on the disk");

    private readonly StorageWorld _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Leaves_no_plaintext_on_the_disk_at_any_moment()
    {
        await using var writer = await _world.Vault.Create(_world.Spec(await _world.NewPerson()), Ct);
        for (var i = 0; i < 6000; i++)
        {
            await writer.Body.WriteAsync(Marker, Ct);
            if (i % 1000 == 999)
            {
                AssertNoPlaintext();
            }
        }

        Assert.EndsWith(".part", Assert.Single(_world.Files()), StringComparison.Ordinal);
        await writer.Complete(Ct);

        AssertNoPlaintext();
        Assert.True(new FileInfo(_world.Files().Single()).Length > 6000 * Marker.Length);
    }

    [Fact]
    public async Task Shows_the_file_under_its_name_only_when_whole_and_open_to_its_owner_only()
    {
        var spec = _world.Spec();
        await using var writer = await _world.Vault.Create(spec, Ct);
        await writer.Body.WriteAsync(Marker, Ct);
        Assert.Equal([_world.FileOf(spec.Id) + ".part"], _world.Files());

        await writer.Complete(Ct);

        var file = _world.FileOf(spec.Id);
        Assert.Equal([file], _world.Files());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        for (var folder = Path.GetDirectoryName(file)!; folder != _world.Folder; folder = Path.GetDirectoryName(folder)!)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task Tells_the_database_before_the_file_exists_and_after_it_is_whole()
    {
        var seen = new List<string>();
        _world.Rows.Called = call => seen.Add($"{call} {string.Join(' ', _world.Files().Select(Path.GetExtension))}".Trim());

        await using (var writer = await _world.Vault.Create(_world.Spec(), Ct))
        {
            await writer.Complete(Ct);
        }

        Assert.Equal(["Begin", "MarkStored"], seen);
        Assert.Single(_world.Files());
    }

    [Fact]
    public async Task Without_completing_it_leaves_neither_file_nor_row()
    {
        var seen = new List<string>();
        await using (var writer = await _world.Vault.Create(_world.Spec(), Ct))
        {
            await writer.Body.WriteAsync(new byte[200_000], Ct);
            _world.Rows.Called = seen.Add;
        }

        Assert.Empty(_world.Files());
        Assert.Equal(0, _world.Rows.Count);
        Assert.Equal(["DestroyShares", "Forget"], seen);
    }

    [Fact]
    public async Task Leaves_nothing_when_the_database_fails_at_the_end()
    {
        _world.Rows.Called = call =>
        {
            if (call == "MarkStored")
            {
                throw new InvalidOperationException("The database went away.");
            }
        };

        await using (var writer = await _world.Vault.Create(_world.Spec(), Ct))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.Complete(Ct));
        }

        Assert.Empty(_world.Files());
        Assert.Equal(0, _world.Rows.Count);
    }

    [Fact]
    public async Task Is_refused_when_a_holders_key_is_destroyed()
    {
        var (kept, erased) = (await _world.NewPerson(), await _world.NewPerson());
        _world.Rows.DestroyPersonKey(erased);

        var refusal = await Assert.ThrowsAsync<ObjectUnreadableException>(() => _world.Vault.Create(_world.Spec(kept, erased), Ct));

        Assert.Equal(UnreadableReason.KeyDestroyed, refusal.Reason);
        Assert.Equal(0, _world.Rows.Count);
        Assert.Empty(_world.Files());
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_destroyed_when_the_work_starts_again()
    {
        var crashed = _world.Spec();
        var writer = await _world.Vault.Create(crashed, Ct); // never disposed of: the process is gone
        await writer.Body.WriteAsync(new byte[200_000], Ct);
        var other = _world.Spec() with { Work = "work-2" };
        await using (var finished = await _world.Vault.Create(other, Ct))
        {
            await finished.Complete(Ct);
        }

        Assert.Equal(1, await _world.Vault.DestroyUnattached(_world.Organization, "work-1", Ct));

        Assert.Equal([_world.FileOf(other.Id)], _world.Files());
        Assert.Equal(0, await _world.Vault.DestroyUnattached(_world.Organization, "work-1", Ct));
    }

    [Fact]
    public async Task Destroying_takes_the_shares_first_and_may_be_repeated()
    {
        var stored = await _world.Store([1, 2, 3]);
        var seen = new List<string>();
        _world.Rows.Called = call => seen.Add($"{call} {_world.Files().Length}");

        await _world.Vault.Destroy(_world.Organization, [stored.Id], Ct);
        await _world.Vault.Destroy(_world.Organization, [stored.Id], Ct);

        Assert.Equal(["DestroyShares 1", "Forget 0", "DestroyShares 0", "Forget 0"], seen);
        await _world.AssertUnreadable(UnreadableReason.NotFound, stored.Id);
    }

    [Fact]
    public async Task An_object_is_never_encrypted_anew_under_its_id()
    {
        var spec = _world.Spec();
        var blobs = new FileSystemBlobStore(_world.Options);
        await using var first = await blobs.Create(spec.Id, Ct);
        await first.Append(new byte[] { 1 }, Ct);
        await first.Commit(Ct);

        await using (var second = await blobs.Create(spec.Id, Ct))
        {
            await second.Append(new byte[] { 2 }, Ct);
            await Assert.ThrowsAsync<BlobExistsException>(async () => await second.Commit(Ct));
        }

        Assert.Equal([1], File.ReadAllBytes(_world.FileOf(spec.Id)));
    }

    [Fact]
    public async Task A_full_disk_has_a_name_of_its_own()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");
        var full = new FileStream("/dev/full", new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 });
        var writer = new FileBlobWriter(full, "/nowhere");

        await Assert.ThrowsAsync<StorageFullException>(async () => await writer.Append(new byte[] { 1 }, Ct));

        await full.DisposeAsync(); // and not the writer, whose part file would be the device
    }

    [Fact]
    public async Task Does_not_go_on_after_an_append_that_failed()
    {
        using var key = RecordsManager.Storage.Keys.SecretKey.Random();
        using var floe = new RecordsManager.Storage.Floe.FloeWriter(new(4096), key, default, new FullBlob());
        await Assert.ThrowsAsync<StorageFullException>(async () => await floe.Write(new byte[10_000], Ct));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await floe.Finish(Ct));
    }

    private void AssertNoPlaintext()
    {
        foreach (var file in _world.Files())
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Marker.AsSpan(0, 12)) < 0);
        }
    }

    private sealed class FullBlob : IBlobWriter
    {
        public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct) => throw new StorageFullException(new IOException());

        public ValueTask Commit(CancellationToken ct) => default;

        public ValueTask DisposeAsync() => default;
    }
}
