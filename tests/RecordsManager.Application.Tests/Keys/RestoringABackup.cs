using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.Storage;
using RecordsManager.Storage.Keys;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Keys;

/// <summary>
/// Database and storage are backed up, a person is erased, keys are rotated, both are restored: the person stays gone, with
/// everything that the rotation left behind, and the others are there.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class RestoringABackup : OnTheWorkbench
{
    private Recording _recording = null!;
    private string _dump = "";
    private string _storage = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PersonId Ada => _recording.PersonCalled(0);

    private string KeysOf(Workbench bench) => Path.Combine(bench.Folder, "keys", bench.Organization.Value.ToString("N"));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.IngestAgreed("ada", "bob", "chandra");
        await Bench.Derive();
    }

    [Fact]
    public async Task From_before_a_rotation_opens_nobody_who_was_erased_and_everybody_else()
    {
        await Backup();
        await Erase();
        await Bench.Send(new RotateKeys.Command());
        await using var restored = await Restore();

        // As it came back: the row of the erased person is there again, and no key opens it.
        Assert.Equal(3L, await restored.Value<long>("select count(*) from person_keys"));
        await NothingOpens(restored, Ada);
        await NoKeyOfTheFolderOpensTheirRow(restored);

        await Start(restored);

        await AdaIsGone(restored);
        await TheOthersAreThere(restored);
        Assert.Equal(2L, await restored.Value<long>("select count(*) from person_keys"));
        Assert.Contains((await restored.Ledger()).Select(e => e.Kind), kind => kind == "key.restored");

        // and it is a product that goes on: keys rotate, people join, others are erased
        Assert.Equal([2], (await restored.Send(new RotateKeys.Command())).Value.Destroyed);
        await restored.IngestAgreed("dora");
        await TheOthersAreThere(restored);
    }

    [Fact]
    public async Task From_several_rotations_ago_opens_the_others_as_well()
    {
        await Backup();
        await Bench.Send(new RotateKeys.Command());
        await Erase();
        await Bench.Send(new RotateKeys.Command());
        await Bench.Send(new RotateKeys.Command());
        await using var restored = await Restore();

        await NothingOpens(restored, Ada);
        await Start(restored);

        await AdaIsGone(restored);
        await TheOthersAreThere(restored);
    }

    /// <summary>The keys have two KEKs then, and what the shelf has is under the older one.</summary>
    [Fact]
    public async Task While_a_later_rotation_lies_interrupted_opens_the_others_as_well()
    {
        await Backup();
        await Erase();
        await Bench.Send(new RotateKeys.Command());
        await Bench.Services.GetRequiredService<IKeyring>().Make(Bench.Organization, "file", 3, Ct); // and killed
        await using var restored = await Restore();

        await Start(restored);

        await AdaIsGone(restored);
        await TheOthersAreThere(restored);
        Assert.Equal(2L, await restored.Value<long>("select count(*) from person_keys where epoch = 3"));
        Assert.Contains(2, (await restored.Send(new RotateKeys.Command())).Value.Destroyed);
        await TheOthersAreThere(restored);
    }

    /// <summary>Until the next rotation the KEK would open them: whom to forget the journal says, before anybody is served.</summary>
    [Theory]
    [InlineData("everywhere")]
    [InlineData("beside the objects")]
    [InlineData("beside the keys")]
    public async Task From_before_an_erasure_and_after_the_last_rotation_is_told_whom_to_forget(string journal)
    {
        await Backup();
        await Erase();
        await using var restored = await Restore(storage: journal != "beside the objects");
        if (journal == "beside the objects")
        {
            Directory.Delete(Path.Combine(restored.Folder, "keys", "journal"), recursive: true);
        }
        else if (journal == "beside the keys")
        {
            Assert.False(Directory.Exists(Path.Combine(restored.Folder, "storage", "journal"))); // the storage is of that time as well
        }

        await Start(restored);

        await AdaIsGone(restored);
        await TheOthersAreThere(restored);
        Assert.Contains((await restored.Ledger()).Select(e => e.Kind), kind => kind == "key.destroyed");
    }

    /// <summary>What our guarantee does not cover, and docs/operations.md says so: a copy of the KEK that somebody kept.</summary>
    [Fact]
    public async Task A_copy_of_the_old_KEK_that_somebody_kept_would_open_the_erased_person()
    {
        await Backup();
        var copy = await File.ReadAllBytesAsync(Path.Combine(KeysOf(Bench), "epoch-000001.kek"), Ct);
        await Erase();
        await Bench.Send(new RotateKeys.Command());
        await using var restored = await Restore();
        var old = Path.Combine(KeysOf(restored), "epoch-000001.kek");
        await File.WriteAllBytesAsync(old, copy, Ct);
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal("ada by name", await restored.NameOf(Ada));

        await Start(restored); // but not past the journal
        await AdaIsGone(restored);
    }

    [Fact]
    public async Task A_journal_that_others_wrote_makes_us_forget_nobody()
    {
        await Erase();
        var folder = Path.Combine(Bench.Folder, "storage", "journal", Bench.Organization.ToString(), "erasures");
        var genuine = await File.ReadAllTextAsync(Path.Combine(folder, Ada.ToString()), Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, _recording.PersonCalled(1).ToString()), genuine.Replace(Ada.ToString(), _recording.PersonCalled(1).ToString(), StringComparison.Ordinal), Ct);

        await Start(Bench);

        Assert.Equal("bob by name", await Bench.NameOf(_recording.PersonCalled(1)));
    }

    [Fact]
    public async Task Keys_that_are_older_than_the_database_stop_the_start()
    {
        var old = await File.ReadAllBytesAsync(Path.Combine(KeysOf(Bench), "epoch-000001.kek"), Ct);
        await Bench.Send(new RotateKeys.Command());
        File.Delete(Path.Combine(KeysOf(Bench), "epoch-000002.kek"));
        await File.WriteAllBytesAsync(Path.Combine(KeysOf(Bench), "epoch-000001.kek"), old, Ct);
        File.SetUnixFileMode(Path.Combine(KeysOf(Bench), "epoch-000001.kek"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(() => Start(Bench));

        Assert.Contains("epoch-000002.kek", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A rotation to another place was interrupted, and the former place is not connected: its KEK is not gone.</summary>
    [Fact]
    public async Task A_KEK_that_is_out_of_reach_stops_the_start_and_nothing_is_given_up()
    {
        await Bench.Send(new RotateKeys.Command());
        await Bench.Services.GetRequiredService<IKeyring>().Make(Bench.Organization, "file", 3, Ct);
        Assert.Equal(3L, await Bench.Value<long>($"insert into kek_epochs (organization_id, epoch, provider, made_at, is_on_trial) values ('{Bench.Organization.Value}', 3, 'file', now(), false) returning epoch::bigint"));
        File.Move(Path.Combine(KeysOf(Bench), "epoch-000002.kek"), Path.Combine(Bench.Folder, "elsewhere"));

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(() => Start(Bench));
        Assert.Equal(3L, await Bench.Value<long>("select count(*) from person_keys where epoch = 2"));
        File.Move(Path.Combine(Bench.Folder, "elsewhere"), Path.Combine(KeysOf(Bench), "epoch-000002.kek"));
        await Start(Bench);

        Assert.Contains("The KEK of epoch 2 is not in reach", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([2], (await Bench.Send(new RotateKeys.Command())).Value.Destroyed);
        await TheOthersAreThere(Bench);
    }

    private static async Task Start(Workbench bench)
    {
        Assert.Null((await bench.SendAsSystem(new RestoreKeys.Command())).Error);
        Assert.Null((await bench.SendAsSystem(new ReplayErasures.Command())).Error);
        await bench.ContinueErasures();
    }

    private async Task Backup()
    {
        _dump = Path.Combine(Bench.Folder, "backup.dump");
        _storage = Path.Combine(Bench.Folder, "backup-of-storage");
        await Bench.Database.Backup(_dump, Ct);
        Copy(Path.Combine(Bench.Folder, "storage"), _storage);
    }

    private async Task Erase()
    {
        await Bench.Send(new RequestErasure.Command(Ada));
        await Bench.ContinueErasures();
    }

    /// <summary>Another machine with the backups, and with the keys as they are now.</summary>
    private async Task<Workbench> Restore(bool storage = true)
    {
        var folder = Directory.CreateTempSubdirectory("records-restored-").FullName;
        Copy(storage ? _storage : Path.Combine(Bench.Folder, "storage"), Path.Combine(folder, "storage"));
        Copy(Path.Combine(Bench.Folder, "keys"), Path.Combine(folder, "keys"));
        return Workbench.On(await TestDatabase.Restore(_dump, Ct), folder, Bench.Clock, Bench.Organization);
    }

    private async Task AdaIsGone(Workbench bench)
    {
        await NothingOpens(bench, Ada);
        Assert.Equal(0L, await bench.Value<long>($"select count(*) from person_keys where person_id = '{Ada.Value}'"));
        Assert.Equal(0L, await bench.Value<long>($"select count(*) from chat_messages where author_id = '{Ada.Value}' and sealed_text is not null"));
        Assert.Equal(0L, await bench.Value<long>($"select count(*) from persons where id = '{Ada.Value}' and (erased_at is null or sealed_attributes is not null or identity_index is not null)"));
        Assert.Equal(0L, await bench.Value<long>($"select count(*) from ledger_payloads where person_id = '{Ada.Value}'"));
    }

    private static async Task NothingOpens(Workbench bench, PersonId person)
    {
        foreach (var (id, holders) in await bench.Objects())
        {
            if (holders.Contains(person))
            {
                Assert.Equal((null, UnreadableReason.KeyDestroyed), await bench.Opened(id));
            }
        }

        try
        {
            Assert.DoesNotContain("by name", await bench.NameOf(person), StringComparison.Ordinal);
        }
        catch (ObjectUnreadableException unreadable)
        {
            Assert.Equal(UnreadableReason.KeyDestroyed, unreadable.Reason);
        }
    }

    private async Task TheOthersAreThere(Workbench bench)
    {
        foreach (var ordinal in new[] { 1, 2 })
        {
            Assert.Equal(Voices.Voice, (await bench.Opened((await bench.Recording(_recording.Id)).TrackOf(ordinal).Object)).Bytes);
        }

        Assert.Equal(("bob by name", "chandra by name"), (await bench.NameOf(_recording.PersonCalled(1)), await bench.NameOf(_recording.PersonCalled(2))));
    }

    /// <summary>Not as the epoch it says, nor as any other.</summary>
    private async Task NoKeyOfTheFolderOpensTheirRow(Workbench bench)
    {
        await using var source = NpgsqlDataSource.Create(bench.Database.SuperuserConnectionString);
        await using var command = source.CreateCommand($"select blob, \"check\" from person_keys where person_id = '{Ada.Value}'");
        await using var row = await command.ExecuteReaderAsync(Ct);
        Assert.True(await row.ReadAsync(Ct));
        var files = new KeyFileKekProvider(bench.Services.GetRequiredService<StorageOptions>());
        for (var epoch = 0; epoch < 5; epoch++)
        {
            var forged = new WrappedKey(epoch, row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1));
            await Assert.ThrowsAsync<ObjectUnreadableException>(async () => await files.Unwrap(bench.Organization, Ada.ToString(), forged, Ct));
        }

        Assert.DoesNotContain(Ada.ToString(), await File.ReadAllTextAsync(Path.Combine(KeysOf(bench), "shelf"), Ct), StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
