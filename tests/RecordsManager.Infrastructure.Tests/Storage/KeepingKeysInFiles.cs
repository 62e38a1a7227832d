using System.Runtime.Versioning;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class KeepingKeysInFiles : IDisposable
{
    private readonly StorageWorld _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string FirstEpoch => Path.Combine(_world.OrganizationKeys, "epoch-000001.kek");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Making_an_epoch_makes_a_key_that_only_its_owner_can_read()
    {
        await _world.Keks.Make(_world.Organization, 1, Ct);

        Assert.Equal(32, new FileInfo(FirstEpoch).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FirstEpoch));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_world.OrganizationKeys));
        Assert.Equal([FirstEpoch], Directory.GetFiles(_world.OrganizationKeys));
    }

    [Fact]
    public void Of_many_who_come_first_at_once_all_use_one_key()
    {
        const int racers = 4;
        using var key = SecretKey.Random();
        using var start = new Barrier(racers);
        for (var round = 0; round < 40; round++)
        {
            var organization = OrganizationId.New(StorageWorld.Now);
            var blobs = new byte[racers][];
            var threads = Enumerable.Range(0, racers).Select(i => new Thread(() =>
            {
                var keks = new KeyFileKekProvider(_world.Options);
                start.SignalAndWait();
                keks.Make(organization, 1, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                blobs[i] = keks.Wrap(organization, 1, "per_x", key, CancellationToken.None).AsTask().GetAwaiter().GetResult().Blob;
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            Assert.All(blobs, blob => Assert.Equal(blobs[0], blob)); // AES-KWP is deterministic: one KEK, one blob
            Assert.Single(Directory.GetFiles(Path.Combine(_world.Options.KeysFolder, organization.Value.ToString("N"))));
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_file_open_to_others_is_refused_with_the_remedy(UnixFileMode excess)
    {
        using var key = SecretKey.Random();
        await _world.Keks.Make(_world.Organization, 1, Ct);
        File.SetUnixFileMode(FirstEpoch, UnixFileMode.UserRead | UnixFileMode.UserWrite | excess);

        var refusal = await Assert.ThrowsAsync<UnsafeKeyFileException>(
            async () => await _world.Keks.Wrap(_world.Organization, 1, "per_x", key, Ct));

        Assert.Contains($"chmod 600 {FirstEpoch}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_key_open_to_others_is_refused_too()
    {
        var index = new IndexKey(_world.Options);
        index.Mac(_world.Organization, new byte[1]);
        var path = Path.Combine(_world.OrganizationKeys, "index.key");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Throws<UnsafeKeyFileException>(() => index.Mac(_world.Organization, new byte[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_file_that_is_no_key_is_refused_and_not_replaced(int length)
    {
        using var key = SecretKey.Random();
        _world.PutKey("epoch-000001.kek", new byte[length]);

        await Assert.ThrowsAsync<UnsafeKeyFileException>(
            async () => await _world.Keks.Wrap(_world.Organization, 1, "per_x", key, Ct));

        Assert.Equal(length, new FileInfo(FirstEpoch).Length);
    }

    [Fact]
    public async Task The_epochs_are_those_whose_files_are_there()
    {
        _world.AddEpoch(10);
        _world.AddEpoch(9);
        _world.AddEpoch(1_000_000);
        _world.PutKey("epoch-x.kek", new byte[32]);

        Assert.Equal([9, 10, 1_000_000], await _world.Keks.Epochs(_world.Organization, Ct));
    }

    [Fact]
    public async Task A_destroyed_epoch_is_gone_and_opens_nothing()
    {
        using var key = SecretKey.Random();
        await _world.Keks.Make(_world.Organization, 1, Ct);
        var wrapped = await _world.Keks.Wrap(_world.Organization, 1, "per_x", key, Ct);

        await _world.Keks.Destroy(_world.Organization, 1, Ct);
        await _world.Keks.Destroy(_world.Organization, 1, Ct);

        Assert.Empty(await _world.Keks.Epochs(_world.Organization, Ct));
        Assert.False(File.Exists(FirstEpoch));
        var refusal = await Assert.ThrowsAsync<ObjectUnreadableException>(async () => await _world.Keks.Unwrap(_world.Organization, "per_x", wrapped, Ct));
        Assert.Equal(UnreadableReason.KeyDestroyed, refusal.Reason);
        await Assert.ThrowsAsync<KekUnavailableException>(async () => await _world.Keks.Check(_world.Organization, 1, Ct));
    }
}
