using System.Runtime.Versioning;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class ErasingAPerson : IDisposable
{
    private readonly StorageWorld _world = new();
    private readonly byte[] _mix = StorageWorld.Plaintext(100_000);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Closes_what_they_are_in_and_leaves_open_what_they_are_not_in()
    {
        var (alice, bob, chandra) = await ThreePeople();
        var mix = await _world.Store(_mix, alice, bob, chandra);
        var bobs = await _world.Store([1], bob);
        var alices = await _world.Store([2], alice);
        var nobodys = await _world.Store([3]);
        Assert.Equal(_mix, await _world.ReadAll(mix.Id));

        _world.Rows.DestroyPersonKey(bob);

        await _world.AssertUnreadable(UnreadableReason.KeyDestroyed, mix.Id);
        await _world.AssertUnreadable(UnreadableReason.KeyDestroyed, bobs.Id);
        Assert.Equal([2], await _world.ReadAll(alices.Id));
        Assert.Equal([3], await _world.ReadAll(nobodys.Id));
    }

    [Fact]
    public async Task Holds_against_a_copy_of_the_bytes_and_the_old_share_rows()
    {
        var (alice, bob, chandra) = await ThreePeople();
        var mix = await _world.Store(_mix, alice, bob, chandra);
        var backup = _world.Rows.Backup();
        var copy = File.ReadAllBytes(_world.FileOf(mix.Id));
        _world.Rows.DestroyPersonKey(bob);
        await _world.Vault.Destroy(_world.Organization, [mix.Id], TestContext.Current.CancellationToken);

        File.WriteAllBytes(_world.FileOf(mix.Id), copy);
        Assert.Equal(3, backup.SharesOf(mix.Id).Count);
        backup.DestroyPersonKey(bob);

        await _world.AssertUnreadable(UnreadableReason.KeyDestroyed, mix.Id, backup);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Holds_though_the_others_put_all_their_shares_together(int missing)
    {
        var (alice, bob, chandra) = await ThreePeople();
        var mix = await _world.Store(_mix, alice, bob, chandra);

        _world.Rows.Tamper(mix.Id, row => row with { Shares = [.. row.Shares.Where((_, i) => i != missing)] });

        await _world.AssertUnreadable(UnreadableReason.Damaged, mix.Id);
    }

    [Fact]
    public async Task Holds_though_anothers_key_is_put_in_place_of_the_destroyed_one()
    {
        var (alice, bob, _) = await ThreePeople();
        var mix = await _world.Store(_mix, alice, bob);
        var keys = await _world.Rows.PersonKeys(_world.Organization, [alice], TestContext.Current.CancellationToken);

        _world.Rows.AddPerson(bob, keys[0]!);

        await _world.AssertUnreadable(UnreadableReason.Damaged, mix.Id);
    }

    [Fact]
    public async Task Counts_a_person_named_twice_once()
    {
        var alice = await _world.NewPerson();
        var stored = await _world.Store(_mix, alice, alice);

        Assert.Single(_world.Rows.SharesOf(stored.Id));
        Assert.Equal(_mix, await _world.ReadAll(stored.Id));
    }

    [Fact]
    public async Task Is_also_done_by_destroying_the_epoch_that_wrapped_the_last_copy_of_the_key()
    {
        var stored = await _world.Store(_mix, await _world.NewPerson());

        _world.AddEpoch(2);
        File.Delete(Path.Combine(_world.OrganizationKeys, "epoch-000001.kek"));

        await _world.AssertUnreadable(UnreadableReason.KeyDestroyed, stored.Id);
    }

    private async Task<(PersonId Alice, PersonId Bob, PersonId Chandra)> ThreePeople() =>
        (await _world.NewPerson(), await _world.NewPerson(), await _world.NewPerson());
}
