using System.Diagnostics;
using System.Runtime.Versioning;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Vault;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>A script outside of the product, written from the published specification, reads what the product wrote.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadingWithoutTheProduct : IDisposable
{
    private readonly StorageWorld _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(StorageWorld.PlainSegment - 1)]
    [InlineData(StorageWorld.PlainSegment)]
    [InlineData(StorageWorld.PlainSegment + 1)]
    [InlineData((3 * StorageWorld.PlainSegment) + 17)]
    public async Task Finds_the_same_bytes(int length)
    {
        var plaintext = StorageWorld.Plaintext(length);
        var stored = await _world.Store(plaintext, await _world.NewPerson(), await _world.NewPerson());

        var (exit, bytes) = await Read(stored.Id, _world.FileOf(stored.Id));

        Assert.Equal(0, exit);
        Assert.Equal(plaintext, bytes);
    }

    [Theory]
    [InlineData(5)] // parameters
    [InlineData(50)] // header tag
    [InlineData(StorageWorld.Header + 20)] // first segment
    [InlineData(StorageWorld.Header + StorageWorld.Segment + 1)] // the last one's prefix
    public async Task Refuses_what_was_changed_as_the_product_does(int at)
    {
        var stored = await _world.Store(StorageWorld.Plaintext(StorageWorld.PlainSegment + 100), await _world.NewPerson());
        var file = _world.FileOf(stored.Id);
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);

        var (exit, read) = await Read(stored.Id, file);

        Assert.NotEqual(0, exit);
        Assert.Empty(read);
    }

    private async Task<(int Exit, byte[] Bytes)> Read(MediaObjectId id, string file)
    {
        var row = (await _world.Rows.Find(_world.Organization, id, Ct))!;
        using var key = await new KeyShares(_world.Ring, _world.Rows).Unlock(row, Ct);
        var place = $"rm1|{_world.Organization}|{row.Owner}|{id}|track|1";
        using var script = Process.Start(new ProcessStartInfo("node", [Path.Combine(Fixtures.Repository, "tests/second-reader/floe.mjs"), Convert.ToHexStringLower(key.Bytes), place, file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var read = new MemoryStream();
        var reason = script.StandardError.ReadToEndAsync(Ct);
        await script.StandardOutput.BaseStream.CopyToAsync(read, Ct);
        await script.WaitForExitAsync(Ct);
        TestContext.Current.TestOutputHelper?.WriteLine(await reason);
        return (script.ExitCode, read.ToArray());
    }
}
