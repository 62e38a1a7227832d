using System.Runtime.Versioning;
using Npgsql;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Tests.Keys;

/// <summary>Everything is put under a new KEK, and the old one is gone.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RotatingKeys : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(Bench.Folder, "keys", Bench.Organization.Value.ToString("N"));

    private string[] Keks => [.. Directory.GetFiles(Keys, "*.kek").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Leaves_everything_readable_and_nothing_under_the_old_KEK()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Derive();
        await new Call("still-staged", Bench.Clock.GetUtcNow(), "eve").Deliver(Bench);
        var link = (await Bench.Send(new CreateShareLink.Command(recording.Id, "Dr. Nadir", "Miriam", Bench.Clock.GetUtcNow().AddDays(1), new(Reason: "for the board", Mail: "nadir@x.example")))).Value.Id;
        await Bench.Send(new SignCheckpoint.Command());
        var before = await Read();

        var rotated = (await Bench.Send(new RotateKeys.Command())).Value;

        Assert.Equal((2, "file"), (rotated.Epoch, rotated.Provider));
        Assert.Equal([1], rotated.Destroyed);
        Assert.Equal(["epoch-000002.kek"], Keks);
        Assert.Equal(before, await Read());
        var opened = (await Bench.Send(new OpenShareLink.Query(link, Asked.Passphrase))).Value;
        Assert.Equal(("Dr. Nadir", "for the board", "n…@x.example"), (opened.Link.Recipient, opened.Link.Reason, opened.CodeGoesTo));
        await Bench.Send(new SignCheckpoint.Command());
        await Bench.ChainHolds();
        Assert.False(await Bench.Value<bool>($"select wrapped_under('{Bench.Organization.Value}', 1)"));
        Assert.Equal(1L, await Bench.Value<long>("select count(*) from kek_epochs"));
        Assert.Equal(["key.epoch-began", "key.epoch-ended", "key.epoch-destroyed"], (await Bench.Ledger()).Select(e => e.Kind).Where(k => k.StartsWith("key.epoch", StringComparison.Ordinal)));

        // and so once more
        Assert.Equal([2], (await Bench.Send(new RotateKeys.Command())).Value.Destroyed);
        Assert.Equal(before, await Read());

        async Task<string> Read()
        {
            List<string> read = [];
            foreach (var (id, _) in (await Bench.Objects()).OrderBy(o => o.Object.Value))
            {
                read.Add($"{id} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData((await Bench.Opened(id)).Bytes!))}");
            }

            foreach (var person in recording.Participants)
            {
                read.Add(await Bench.NameOf(person.Person));
            }

            return string.Join('\n', read);
        }
    }

    [Fact]
    public async Task Leaves_on_the_shelf_who_is_there_and_nobody_who_was_erased()
    {
        var recording = await Bench.IngestAgreed("ada", "bob", "chandra");
        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));

        await Bench.Send(new RotateKeys.Command());

        var shelf = await File.ReadAllTextAsync(Path.Combine(Keys, "shelf"), Ct);
        Assert.DoesNotContain(recording.PersonCalled(0).ToString(), shelf, StringComparison.Ordinal);
        Assert.Contains(recording.PersonCalled(1).ToString(), shelf, StringComparison.Ordinal);

        // whoever is erased afterwards goes from the shelf as well
        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(1)));
        await Bench.ContinueErasures();
        shelf = await File.ReadAllTextAsync(Path.Combine(Keys, "shelf"), Ct);
        Assert.DoesNotContain(recording.PersonCalled(1).ToString(), shelf, StringComparison.Ordinal);
        Assert.Contains(recording.PersonCalled(2).ToString(), shelf, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Keys, "shelf")));
    }

    /// <summary>The database itself refuses a wrap under an epoch that has ended, whoever still believed in it.</summary>
    [Fact]
    public async Task Lets_nobody_wrap_under_an_epoch_that_has_ended_nor_end_one_in_use()
    {
        await Bench.IngestAgreed("ada");
        await using var app = new NpgsqlConnection(Bench.Database.AppConnectionString);
        await app.OpenAsync(Ct);
        await Run(app, $"set records.organization = '{Bench.Organization.Value}'");
        await Run(app, $"insert into kek_epochs values ('{Bench.Organization.Value}', 2, 'file', now(), false)");
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await Assert.ThrowsAsync<PostgresException>(() => Run(app, "delete from kek_epochs where epoch = 1"))).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() => Run(app, "delete from kek_epochs where epoch = 2"))).SqlState);

        var late = await Assert.ThrowsAsync<PostgresException>(() => Run(app, $"insert into person_keys (person_id, organization_id, epoch, blob, \"check\") values (gen_random_uuid(), '{Bench.Organization.Value}', 7, '\\x01', '\\x02')"));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, late.SqlState);
    }

    /// <summary>A transaction that wrapped before and commits late is waited for, and what it brought is moved as well.</summary>
    [Fact]
    public async Task Waits_for_a_transaction_that_began_before_and_moves_what_it_brings()
    {
        var recording = await Bench.IngestAgreed("ada");
        await using var slow = new NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await slow.OpenAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await Run(slow, $"insert into person_keys select gen_random_uuid(), organization_id, epoch, blob, \"check\" from person_keys where person_id = '{recording.PersonCalled(0).Value}'");

        var rotation = Bench.Send(new RotateKeys.Command());
        await Task.Delay(TimeSpan.FromSeconds(4), Ct); // it has moved what it saw, and waits
        Assert.False(rotation.IsCompleted);
        Assert.Equal(["epoch-000001.kek", "epoch-000002.kek"], Keks);
        await Run(slow, $"update person_keys set person_id = person_id where false");
        await transaction.RollbackAsync(Ct);

        Assert.Equal([1], (await rotation).Value.Destroyed);
    }

    [Theory]
    [InlineData("epoch made")]
    [InlineData("epoch begun")]
    [InlineData("some moved")]
    [InlineData("epoch ended")]
    public async Task Goes_on_where_it_was_killed(string where)
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Derive();
        var organization = Bench.Organization.Value;
        await using var superuser = new NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(Ct);
        if (where == "epoch ended")
        {
            var old = await File.ReadAllBytesAsync(Path.Combine(Keys, "epoch-000001.kek"), Ct);
            await Bench.Send(new RotateKeys.Command());
            await File.WriteAllBytesAsync(Path.Combine(Keys, "epoch-000001.kek"), old, Ct); // killed before it was destroyed
            File.SetUnixFileMode(Path.Combine(Keys, "epoch-000001.kek"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Delete(Path.Combine(Keys, "shelf"));
        }
        else
        {
            await File.WriteAllBytesAsync(Path.Combine(Keys, "epoch-000002.kek"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), Ct);
            File.SetUnixFileMode(Path.Combine(Keys, "epoch-000002.kek"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (where != "epoch made")
            {
                await Run(superuser, $"insert into kek_epochs values ('{organization}', 2, 'file', now(), false)");
            }

            if (where == "some moved")
            {
                await Bench.IngestAgreed("chandra"); // wrapped under the new epoch already
            }
        }

        await Bench.SendAsSystem(new RotateDueKeys.Command());
        if (where == "epoch made")
        {
            Assert.Equal(["epoch-000001.kek", "epoch-000002.kek"], Keks); // nothing was begun: not due
            await Bench.Send(new RotateKeys.Command());
        }

        Assert.Equal(["epoch-000002.kek"], Keks);
        Assert.True(File.Exists(Path.Combine(Keys, "shelf")));
        Assert.Equal("ada by name", await Bench.NameOf(recording.PersonCalled(0)));
        Assert.All(await Task.WhenAll((await Bench.Objects()).Select(o => Bench.Opened(o.Object))), o => Assert.NotNull(o.Bytes));
    }

    [Fact]
    public async Task Is_due_after_its_period_and_not_before()
    {
        Bench.Clock.Advance(TimeSpan.FromDays(6.9));
        await Bench.SendAsSystem(new RotateDueKeys.Command());
        Assert.Equal(["epoch-000001.kek"], Keks);

        Bench.Clock.Advance(TimeSpan.FromDays(0.2));
        await Bench.SendAsSystem(new RotateDueKeys.Command());

        Assert.Equal(["epoch-000002.kek"], Keks);
        Assert.Equal(Bench.Clock.GetUtcNow().AddDays(7), (await Bench.Send(new ShowKeys.Query())).DueAt);
    }

    [Fact]
    public async Task Two_at_once_are_one()
    {
        await Bench.IngestAgreed("ada");

        var answers = await Task.WhenAll(Bench.Send(new RotateKeys.Command()), Bench.Send(new RotateKeys.Command()));

        Assert.Single(answers, a => a.Failed && a.Error!.Code == "key.rotation-runs");
        Assert.Equal(["epoch-000002.kek"], Keks);
    }

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Member)]
    public async Task Is_for_administrators_only(string role) =>
        await Assert.ThrowsAsync<Pipeline.NotAllowedException>(() => Bench.Send(new RotateKeys.Command(), role));

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
