using Npgsql;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Integrity;

/// <summary>Which objects are to be under lock, and until when; that a bucket really locks is tested against Ceph's gateway.</summary>
public sealed class AligningLocksWithRetention : IAsyncLifetime
{
    private Workbench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create(secondCopy: true, locks: true);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_may_be_played_is_locked_until_its_retention_ends_and_what_waits_for_consent_is_not()
    {
        var recording = await _bench.Ingest(new Call("call-1", _bench.Clock.GetUtcNow(), "ada", "ben"));
        Assert.Equal(0, await Align());

        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await _bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        await _bench.Says(recording, recording.Participant(1), ConsentEventKind.Granted);
        Assert.Equal(new LockTotals(0, 2), await Totals());

        Assert.Equal(2, await Align());

        Assert.Equal(new LockTotals(2, 0), await Totals());
        Assert.Equal([recording.KeepUntil!.Value, recording.KeepUntil.Value], await LockedUntil());
        Assert.Equal(0, await Align());
        _bench.Clock.MoveTo(recording.KeepUntil.Value.AddSeconds(1));
        Assert.Equal(new LockTotals(0, 0), await Totals());
    }

    [Fact]
    public async Task A_policy_that_keeps_longer_makes_the_lock_longer_and_one_that_keeps_shorter_leaves_it()
    {
        var recording = await _bench.IngestAgreed("ada");
        await Align();

        await Keep(120);
        Assert.Equal(1, await Align());
        var longer = (await _bench.Recording(recording.Id)).KeepUntil!.Value;
        Assert.True(longer > recording.KeepUntil);
        Assert.Equal([longer], await LockedUntil());

        await Keep(60);
        Assert.Equal(0, await Align());
        Assert.Equal([longer], await LockedUntil());
    }

    [Fact]
    public async Task A_hold_keeps_it_under_lock_past_the_end_of_retention_for_as_long_as_it_stands()
    {
        var recording = await _bench.IngestAgreed("ada");
        await Align();
        Assert.Equal(Result.Ok, await _bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7")));
        var hold = Assert.Single((await _bench.Recording(recording.Id)).Holds).Id;
        Assert.Equal(0, await Align()); // it is locked for long enough as it is

        _bench.Clock.MoveTo(recording.KeepUntil!.Value.AddDays(-10));
        Assert.Equal(1, await Align());
        Assert.Equal([_bench.Clock.GetUtcNow().AddDays(30)], await LockedUntil());
        _bench.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(0, await Align());
        _bench.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await Align());

        Assert.Equal(Result.Ok, await _bench.Send(new ReleaseLegalHold.Command(recording.Id, hold)));
        _bench.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(0, await Align());
    }

    [Fact]
    public async Task A_copy_that_is_missing_or_was_made_anew_is_locked_once_it_is_there()
    {
        var recording = await _bench.IngestAgreed("ada");
        var copy = Copies("second").Single(f => f.EndsWith(Name(recording), StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(copy, Ct);
        File.Delete(copy);
        Assert.Equal(0, await Align());
        Assert.Equal(new LockTotals(0, 1), await Totals());

        await File.WriteAllBytesAsync(copy, bytes, Ct);
        Assert.Equal(1, await Align());

        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes, Ct);
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        foreach (var id in await _bench.SendAsSystem(new ObjectsToScrub.Query()))
        {
            Assert.Equal(Result.Ok, await _bench.SendAsSystem(new ScrubObject.Command(id)));
        }

        Assert.Equal(new LockTotals(0, 1), await Totals());
        Assert.Equal(1, await Align());
    }

    private Task<int> Align() => _bench.SendAsSystem(new AlignLocks.Query());

    private async Task<LockTotals?> Totals() => (await _bench.Send(new ShowStorage.Query())).Locks;

    private async Task Keep(int days)
    {
        var changed = await _bench.Send(new ChangeRetentionPolicy.Command($"P{days}D", 30));
        Assert.Equal(Result.Ok, changed);
    }

    private async Task<IReadOnlyList<DateTimeOffset>> LockedUntil()
    {
        await using var superuser = NpgsqlDataSource.Create(_bench.Database.SuperuserConnectionString);
        await using var command = superuser.CreateCommand("select locked_until from media_objects where locked_until is not null");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<DateTimeOffset> until = [];
        while (await reader.ReadAsync(Ct))
        {
            until.Add(await reader.GetFieldValueAsync<DateTimeOffset>(0, Ct));
        }

        return until;
    }

    private string[] Copies(string place) => Directory.GetFiles(Path.Combine(_bench.Folder, place), "*", SearchOption.AllDirectories);

    private static string Name(Recording recording) => recording.Tracks.Single().Object.Value.ToString("N");
}
