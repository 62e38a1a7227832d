using System.Runtime.Versioning;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class ReadingAnObject : IDisposable
{
    private const int P = StorageWorld.PlainSegment;
    private readonly StorageWorld _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Sizes => [0, 1, P - 1, P, P + 1, (5 * P) + 17];

    public void Dispose() => _world.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Gives_back_what_was_written(int size)
    {
        var plaintext = StorageWorld.Plaintext(size);
        var stored = await _world.Store(plaintext, await _world.NewPerson());

        Assert.Equal(plaintext, await _world.ReadAll(stored.Id));
        Assert.Equal(size, stored.PlainLength);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(plaintext)), stored.PlainSha256);
        Assert.Equal(new FileInfo(_world.FileOf(stored.Id)).Length, stored.CipherLength);
    }

    [Fact]
    public async Task Gives_any_range_as_a_slice_of_the_whole()
    {
        var plaintext = StorageWorld.Plaintext((4 * P) + 999);
        var stored = await _world.Store(plaintext);
        await using var reader = await _world.Vault.Open(_world.Organization, stored.Id, Ct);

        foreach (var (offset, length) in Ranges(plaintext.Length))
        {
            var expected = plaintext[offset..Math.Min(offset + length, plaintext.Length)];
            var buffer = new byte[length];
            using var copy = new MemoryStream();

            var read = await reader.Read(offset, buffer, Ct);
            await reader.CopyTo(offset, expected.Length, copy, Ct);

            Assert.Equal(expected, buffer[..read]);
            Assert.Equal(expected, copy.ToArray());
        }
    }

    [Fact]
    public async Task Ends_where_the_object_ends()
    {
        var stored = await _world.Store(StorageWorld.Plaintext(P));
        await using var reader = await _world.Vault.Open(_world.Organization, stored.Id, Ct);

        Assert.Equal(0, await reader.Read(P, new byte[10], Ct));
        Assert.Equal(0, await reader.Read(long.MaxValue, new byte[10], Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.CopyTo(1, P, Stream.Null, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.CopyTo(long.MaxValue, 1, Stream.Null, Ct));
    }

    [Fact]
    public async Task Serves_many_readers_at_once_from_one_open()
    {
        var plaintext = StorageWorld.Plaintext((6 * P) + 1);
        var stored = await _world.Store(plaintext, await _world.NewPerson());
        await using var reader = await _world.Vault.Open(_world.Organization, stored.Id, Ct);

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (i, ct) =>
        {
            var offset = i * 977 % plaintext.Length;
            var buffer = new byte[P + 1000];
            var read = await reader.Read(offset, buffer, ct);

            Assert.True(buffer.AsSpan(0, read).SequenceEqual(plaintext.AsSpan(offset, read)));
            Assert.Equal(Math.Min(buffer.Length, plaintext.Length - offset), read);
        });
    }

    [Fact]
    public async Task Is_refused_for_an_object_that_does_not_exist_is_not_finished_or_is_anothers()
    {
        var stored = await _world.Store([1, 2, 3]);
        await using var unfinished = await _world.Vault.Create(_world.Spec(), Ct);

        await _world.AssertUnreadable(UnreadableReason.NotFound, MediaObjectId.New(StorageWorld.Now));
        await _world.AssertUnreadable(UnreadableReason.NotFound, (await Unattached()).Single(id => id != stored.Id));
        var other = await Assert.ThrowsAsync<ObjectUnreadableException>(
            () => _world.Vault.Open(OrganizationId.New(StorageWorld.Now), stored.Id, Ct));
        Assert.Equal(UnreadableReason.NotFound, other.Reason);
    }

    private static IEnumerable<(int Offset, int Length)> Ranges(int size)
    {
        yield return (0, 1);
        yield return (P - 1, 2);
        yield return (P, P);
        yield return (P + 1, 2 * P);
        yield return (0, size);
        yield return (size - 1, 100);
        for (var i = 0; i < 60; i++)
        {
            yield return (RandomNumberGenerator.GetInt32(size), RandomNumberGenerator.GetInt32(3 * P));
        }
    }

    private Task<IReadOnlyList<MediaObjectId>> Unattached() => _world.Rows.Unattached(_world.Organization, "work-1", Ct);
}
