using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Integrity;

/// <summary>A call of five; the stored bytes of each are spoilt in another way, as a disk or a hand would.</summary>
public sealed class ScrubbingObjects
{
    private static readonly string[] People = ["ada", "bob", "cyd", "dan", "eve"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_every_kind_of_damage_and_names_the_recording()
    {
        await using var bench = await Workbench.Create();
        var recording = await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), People));
        await Scrub(bench);
        Assert.Empty((await Shown(bench)).Damages);

        Spoil(bench, "storage", recording);
        await Scrub(bench, again: true);

        var shown = await Shown(bench);
        Assert.All(shown.Damages, d => Assert.Equal((recording.Id, "first", ObjectKind.Track, true), (d.Recording, d.Place, d.Kind, d.IsOpen)));
        Assert.Equal(
            [(Object(recording, 0), Damage.Changed), (Object(recording, 1), Damage.Changed), (Object(recording, 2), Damage.Missing), (Object(recording, 3), Damage.Changed), (Object(recording, 4), Damage.Changed)],
            shown.Damages.Select(d => (d.Object, d.What)).OrderBy(d => recording.Tracks.Single(t => t.Object == d.Object).SourceTrackId));
        Assert.Equal(5, (await bench.Kinds(recording.Id)).Count(k => k == "integrity.damaged"));

        await Scrub(bench, again: true); // known: not told a second time
        Assert.Equal(5, (await bench.Kinds(recording.Id)).Count(k => k.StartsWith("integrity.", StringComparison.Ordinal)));
        await bench.ChainHolds();
    }

    [Theory]
    [InlineData("storage", "first")]
    [InlineData("second", "second")]
    public async Task Repairs_from_the_other_copy_and_tells_both(string folder, string place)
    {
        await using var bench = await WithSecondCopy();
        var recording = await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), People));
        var before = Files(bench, "storage");
        Assert.Equal(before, Files(bench, "second"));
        Spoil(bench, folder, recording);

        await Scrub(bench);

        Assert.Equal(before, Files(bench, "storage"));
        Assert.Equal(before, Files(bench, "second"));
        var shown = await Shown(bench);
        Assert.Equal((2, 0, 0), (shown.Places, shown.CopiesOwed, shown.DeletionsOwed));
        Assert.Equal(5, shown.Damages.Count);
        Assert.All(shown.Damages, d => Assert.Equal((recording.Id, place, false), (d.Recording, d.Place, d.IsOpen)));
        var kinds = await bench.Kinds(recording.Id);
        Assert.Equal((5, 5), (kinds.Count(k => k == "integrity.damaged"), kinds.Count(k => k == "integrity.repaired")));
        await bench.ChainHolds();
    }

    [Fact]
    public async Task Reports_what_is_damaged_in_both_places_and_what_somebody_put_back_by_hand()
    {
        await using var bench = await WithSecondCopy();
        var recording = await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), "ada", "bob"));
        var (first, second) = (FileOf(bench, "storage", Object(recording, 0)), FileOf(bench, "second", Object(recording, 0)));
        var whole = await File.ReadAllBytesAsync(first, Ct);
        Flip(first);
        File.Delete(second);

        await Scrub(bench);
        Assert.Equal([("first", Damage.Changed), ("second", Damage.Missing)], (await Shown(bench)).Damages.Where(d => d.IsOpen).Select(d => (d.Place, d.What)).Order());

        await File.WriteAllBytesAsync(second, whole, Ct);
        await Scrub(bench, again: true);
        Assert.DoesNotContain((await Shown(bench)).Damages, d => d.IsOpen);
        Assert.Equal(whole, await File.ReadAllBytesAsync(first, Ct));
    }

    [Fact]
    public async Task Compares_with_the_row_and_with_the_ledger()
    {
        await using var bench = await Workbench.Create();
        var recording = await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), "ada", "bob", "cyd"));
        var zeros = new string('0', 64);
        await Sql(bench, $"update media_objects set plain_sha256 = '{zeros}' where id = '{Object(recording, 0).Value}'");
        await Sql(bench, "set session_replication_role = replica; "
            + $"update ledger_entries set leaf = replace(leaf, '{recording.TrackOf(1).Sha256}', '{zeros}') where kind = 'track.attached' and leaf like '%{recording.TrackOf(1).Id}%'");

        await Scrub(bench);

        Assert.Equal([(Object(recording, 0), Damage.NotAsStored), (Object(recording, 1), Damage.NotAsInTheLedger)], (await Shown(bench)).Damages.Select(d => (d.Object, d.What)).OrderBy(d => d.What));
    }

    [Fact]
    public async Task What_is_erased_or_destroyed_is_not_damaged()
    {
        await using var bench = await Workbench.Create();
        var recording = await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), "ada", "bob"));
        Flip(FileOf(bench, "storage", Object(recording, 0)));
        await Sql(bench, $"delete from person_keys where person_id = '{recording.PersonCalled(0).Value}'");
        Flip(FileOf(bench, "storage", Object(recording, 1)));

        await Scrub(bench);
        Assert.Equal(Object(recording, 1), Assert.Single((await Shown(bench)).Damages).Object);

        await bench.Services.GetRequiredService<IObjectVault>().Destroy(bench.Organization, [Object(recording, 1)], Ct);
        await Scrub(bench, again: true);
        Assert.Equal((true, false), Assert.Single((await Shown(bench)).Damages) is var row ? (row.IsGone, row.IsOpen) : default);
    }

    [Fact]
    public async Task Gives_a_place_that_came_later_what_it_never_had_and_calls_it_no_damage()
    {
        await using var bench = await Workbench.Create(secondCopy: true);
        await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), "ada", "bob"));
        var files = Files(bench, "storage");
        var second = Path.Combine(bench.Folder, "second");
        Directory.Delete(second, recursive: true);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var places = bench.Services.GetRequiredService<IStoragePlaces>();
        Assert.Equal(0, await places.Reconcile(Ct)); // as after the start with the new setting

        await Scrub(bench);
        var shown = await Shown(bench);
        Assert.Equal((2, 0), (shown.CopiesOwed, shown.Damages.Count));

        Assert.Equal(2, await places.Reconcile(Ct));
        Assert.Equal(files, Files(bench, "second"));
    }

    [Fact]
    public async Task Goes_on_where_it_was_and_begins_again_after_the_interval()
    {
        await using var bench = await Workbench.Create();
        await bench.Ingest(new Call("call-1", bench.Clock.GetUtcNow(), People));
        Assert.Empty(await bench.SendAsSystem(new ObjectsToScrub.Query())); // all of it is new
        bench.Clock.Advance(TimeSpan.FromHours(2));
        var all = await bench.SendAsSystem(new ObjectsToScrub.Query());
        Assert.Equal(People.Length, all.Count);
        var began = bench.Clock.GetUtcNow();

        foreach (var id in all.Take(2))
        {
            Assert.Equal(Result.Ok, await bench.SendAsSystem(new ScrubObject.Command(id)));
        }

        Assert.Equal(all.Skip(2), await bench.SendAsSystem(new ObjectsToScrub.Query()));
        var shown = await Shown(bench);
        Assert.Equal((5, 2, null), (shown.Objects, shown.Checked, shown.AllCheckedSince));
        Assert.True(shown.Bytes > 0);

        await Scrub(bench);
        shown = await Shown(bench);
        Assert.Equal((5, began), (shown.Checked, shown.AllCheckedSince));
        Assert.Empty(await bench.SendAsSystem(new ObjectsToScrub.Query()));

        bench.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1)); // of the first two, more than an interval ago
        Assert.Equal(all.Take(2), await bench.SendAsSystem(new ObjectsToScrub.Query()));
    }

    [Fact]
    public void Reads_no_faster_than_it_may_and_does_not_make_up_for_idle_time()
    {
        var pace = new ScrubPace(new IntegrityOptions(1000, TimeSpan.FromDays(30)), TimeProvider.System);

        Assert.Equal(TimeSpan.Zero, pace.Book(2000, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(2), pace.Book(1000, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Book(500, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, pace.Book(1000, TimeSpan.FromSeconds(100)));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Book(1000, TimeSpan.FromSeconds(100)));
    }

    /// <summary>The schedule reconciles when the server starts: from then on the second place is one of this store.</summary>
    private static async Task<Workbench> WithSecondCopy()
    {
        var bench = await Workbench.Create(secondCopy: true);
        await bench.Services.GetRequiredService<IStoragePlaces>().Reconcile(Ct);
        return bench;
    }

    private static MediaObjectId Object(Recording recording, int ordinal) => recording.TrackOf(ordinal).Object;

    private static Task<ShowStorage.View> Shown(Workbench bench) => bench.Send(new ShowStorage.Query());

    private static async Task Scrub(Workbench bench, bool again = false)
    {
        bench.Clock.Advance(again ? TimeSpan.FromDays(31) : TimeSpan.FromHours(2)); // what is new is left alone

        foreach (var id in await bench.SendAsSystem(new ObjectsToScrub.Query()))
        {
            Assert.Equal(Result.Ok, await bench.SendAsSystem(new ScrubObject.Command(id)));
        }
    }

    /// <summary>A bit, the end, all of it, and two that changed places.</summary>
    private static void Spoil(Workbench bench, string folder, Recording recording)
    {
        var files = Enumerable.Range(0, People.Length).Select(i => FileOf(bench, folder, Object(recording, i))).ToList();
        Flip(files[0]);
        using (var file = File.OpenWrite(files[1]))
        {
            file.SetLength(file.Length - 1);
        }

        File.Delete(files[2]);
        File.Move(files[3], files[3] + ".x");
        File.Move(files[4], files[3]);
        File.Move(files[3] + ".x", files[4]);
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static string FileOf(Workbench bench, string folder, MediaObjectId id)
    {
        var name = id.Value.ToString("N");
        return Path.Combine(bench.Folder, folder, "objects", name[28..30], name[30..], name);
    }

    private static List<string> Files(Workbench bench, string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(bench.Folder, folder, "objects"), "*", SearchOption.AllDirectories)
            .Select(f => $"{Path.GetFileName(f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}").Order(StringComparer.Ordinal)];

    private static async Task Sql(Workbench bench, string sql)
    {
        await using var superuser = new NpgsqlConnection(bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, superuser);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Ct));
    }
}
