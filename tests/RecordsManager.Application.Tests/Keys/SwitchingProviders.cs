using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Keys;

/// <summary>All keys move from files into SoftHSM while everybody works, and back again until somebody commits.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SwitchingProviders(SwitchingProviders.Hsm hsm) : IClassFixture<SwitchingProviders.Hsm>, IAsyncLifetime
{
    private Workbench _bench = null!;
    private string _token = "";
    private Recording _recording = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string[] Keks => [.. Directory.GetFiles(Path.Combine(_bench.Folder, "keys", _bench.Organization.Value.ToString("N")), "*.kek").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private Pkcs11Options Options => new(SoftHsm.Module, _token, hsm.Soft!.PinFile);

    public async ValueTask InitializeAsync()
    {
        if (hsm.Soft is { } soft)
        {
            _token = $"t{Guid.NewGuid():N}"[..20];
            await soft.AddToken(_token);
            _bench = await Workbench.Create(hsm: Options);
            _recording = await _bench.IngestAgreed("ada", "bob");
            await _bench.Derive();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }
    }

    [Fact]
    public async Task Keeps_the_former_KEK_until_somebody_commits()
    {
        Need();
        var switched = (await _bench.Send(new SwitchKeys.Command("pkcs11"))).Value;

        Assert.Equal((3, "pkcs11", "file"), (switched.Epoch, switched.Provider, switched.From)); // 2: a new one where they were, so that the trial has its time
        Assert.True(switched.Exchanged >= 2);
        Assert.Equal(["epoch-000002.kek"], Keks);
        Assert.Equal("3", await UsedEpochs());
        await EverybodyIsThere();
        var later = await _bench.IngestAgreed("chandra");
        Assert.Equal("chandra by name", await _bench.NameOf(later.PersonCalled(0)));
        Assert.True((await _bench.Send(new ShowKeys.Query())).Epochs[^1].IsOnTrial);

        var committed = (await _bench.Send(new CommitKeySwitch.Command())).Value;

        Assert.Equal([2], committed.Destroyed);
        Assert.Empty(committed.OutOfReach);
        Assert.Empty(Keks);
        await EverybodyIsThere();
        var rotated = (await _bench.Send(new RotateKeys.Command())).Value;
        Assert.Equal((4, "pkcs11"), (rotated.Epoch, rotated.Provider)); // where the keys are, not where a new organization's would be
        await EverybodyIsThere();
        Assert.Equal(
            ["key.switch-began", "key.switch-committed"],
            (await _bench.Ledger()).Select(e => e.Kind).Where(k => k.StartsWith("key.switch", StringComparison.Ordinal)));
        await _bench.ChainHolds();
    }

    [Fact]
    public async Task Is_undone_with_everything_that_was_made_meanwhile()
    {
        Need();
        await _bench.Send(new SwitchKeys.Command("pkcs11"));
        var later = await _bench.IngestAgreed("chandra");
        await _bench.Send(new RequestErasure.Command(_recording.PersonCalled(1)));
        await _bench.ContinueErasures();

        var back = (await _bench.Send(new RollBackKeySwitch.Command())).Value;

        Assert.Equal((4, "file"), (back.Epoch, back.Provider));
        Assert.Equal([2, 3], back.Destroyed);
        Assert.Equal(["epoch-000004.kek"], Keks);
        using (var token = new Pkcs11KekProvider(Options))
        {
            Assert.Empty(await token.Epochs(_bench.Organization, Ct));
        }

        Assert.Equal("4", await UsedEpochs());
        Assert.Equal("ada by name", await _bench.NameOf(_recording.PersonCalled(0)));
        Assert.Equal("chandra by name", await _bench.NameOf(later.PersonCalled(0)));
        Assert.Equal(0L, await _bench.Value<long>($"select count(*) from person_keys where person_id = '{_recording.PersonCalled(1).Value}'"));
        Assert.Contains("key.switch-rolled-back", (await _bench.Ledger()).Select(e => e.Kind));
    }

    /// <summary>The new HSM breaks in the trial: what was there before is opened by the former KEK and the shelf; what was made since waits.</summary>
    [Fact]
    public async Task Is_undone_when_the_new_provider_is_lost_and_says_what_waits_for_it()
    {
        Need();
        await _bench.Send(new SwitchKeys.Command("pkcs11"));
        await hsm.Soft!.DeleteToken(_token);

        Assert.Null((await _bench.SendAsSystem(new RestoreKeys.Command())).Error); // a server starts
        await Assert.ThrowsAsync<KekUnavailableException>(() => _bench.NameOf(_recording.PersonCalled(0)));
        var back = (await _bench.Send(new RollBackKeySwitch.Command())).Value;

        Assert.Equal((4, "file"), (back.Epoch, back.Provider));
        Assert.Equal(["pkcs11"], back.OutOfReach);
        await EverybodyIsThere();
        Assert.Null((await _bench.SendAsSystem(new RestoreKeys.Command())).Error);
        Assert.Equal(["epoch-000004.kek"], Keks);
    }

    [Fact]
    public async Task Loses_nothing_that_is_only_under_a_KEK_out_of_reach()
    {
        Need();
        await _bench.Send(new SwitchKeys.Command("pkcs11"));
        var later = await _bench.IngestAgreed("chandra");
        var unreachable = await _bench.Value<long>($"select count(*) from person_keys where person_id = '{later.PersonCalled(0).Value}' and epoch = 3");

        await using var elsewhere = Elsewhere();
        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(() => elsewhere.Send(new RollBackKeySwitch.Command()));

        Assert.Equal(1, unreachable);
        Assert.Contains("nothing is lost", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await _bench.Value<long>("select count(*) from person_keys where epoch = 3"));
        Assert.Equal("ada by name", await elsewhere.NameOf(_recording.PersonCalled(0)));
        Assert.Equal(["epoch-000002.kek", "epoch-000004.kek"], Keks);

        await _bench.SendAsSystem(new RotateDueKeys.Command()); // the sweep goes on when it is back

        Assert.Equal(["epoch-000004.kek"], Keks);
        Assert.Equal("4", await UsedEpochs());
        Assert.Equal("chandra by name", await _bench.NameOf(later.PersonCalled(0)));
    }

    [Fact]
    public async Task Goes_on_where_it_was_killed_and_is_committed_when_the_former_epoch_has_lasted_its_time()
    {
        Need();
        var keyring = _bench.Services.GetRequiredService<IKeyring>();
        await keyring.Make(_bench.Organization, "pkcs11", 2, Ct); // killed after it began, and one more was made since
        await _bench.Value<int>($"insert into kek_epochs (organization_id, epoch, provider, made_at, is_on_trial) values ('{_bench.Organization.Value}', 2, 'pkcs11', now(), true) returning 1");
        await Task.Delay(keyring.Settling, Ct); // until then a node may go on with what it knew
        await _bench.IngestAgreed("chandra");
        Assert.Equal("1, 2", await UsedEpochs());

        await _bench.SendAsSystem(new RotateDueKeys.Command());
        Assert.Equal("1, 2", await UsedEpochs()); // it is nobody's to end but theirs
        Assert.True((await _bench.Send(new SwitchKeys.Command("pkcs11"))).Value.Exchanged >= 2);
        Assert.Equal("2", await UsedEpochs());
        Assert.Equal(0, (await _bench.Send(new SwitchKeys.Command("pkcs11"))).Value.Exchanged); // once more: nothing is left to do
        Assert.Equal(["epoch-000001.kek"], Keks);

        _bench.Clock.Advance(TimeSpan.FromDays(7.1));
        await _bench.SendAsSystem(new RotateDueKeys.Command());

        Assert.Empty(Keks);
        Assert.False((await _bench.Send(new ShowKeys.Query())).Epochs.Single().IsOnTrial);
        await EverybodyIsThere();
    }

    [Fact]
    public async Task Refuses_what_makes_no_sense_and_says_what_to_do()
    {
        Need();
        Assert.Equal("key.no-switch", (await _bench.Send(new CommitKeySwitch.Command())).Error!.Code);
        Assert.Equal("key.no-switch", (await _bench.Send(new RollBackKeySwitch.Command())).Error!.Code);
        Assert.Equal("key.already-there", (await _bench.Send(new SwitchKeys.Command("file"))).Error!.Code);
        Assert.Contains("file, pkcs11", (await _bench.Send(new SwitchKeys.Command("aws-kms"))).Error!.WhatToDo, StringComparison.Ordinal);

        await _bench.Send(new SwitchKeys.Command("pkcs11"));

        Assert.Equal("key.switch-open", (await _bench.Send(new RotateKeys.Command())).Error!.Code);
        Assert.Equal("key.switch-open", (await _bench.Send(new SwitchKeys.Command("file"))).Error!.Code);
        await Assert.ThrowsAsync<Pipeline.NotAllowedException>(() => _bench.Send(new RollBackKeySwitch.Command(), Roles.Auditor));
    }

    private void Need() => Assert.SkipUnless(hsm.Soft is not null, SoftHsm.WhyNot);

    /// <summary>Another node, on which no HSM is set up.</summary>
    private Workbench Elsewhere()
    {
        var folder = Directory.CreateTempSubdirectory("records-node-").FullName;
        foreach (var shared in new[] { "storage", "keys" })
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, shared), Path.Combine(_bench.Folder, shared));
        }

        return Workbench.On(_bench.Database, folder, _bench.Clock, _bench.Organization);
    }

    private async Task EverybodyIsThere()
    {
        Assert.Equal(("ada by name", "bob by name"), (await _bench.NameOf(_recording.PersonCalled(0)), await _bench.NameOf(_recording.PersonCalled(1))));
        Assert.All(await Task.WhenAll((await _bench.Objects()).Select(o => _bench.Opened(o.Object))), o => Assert.NotNull(o.Bytes));
    }

    private async Task<string> UsedEpochs() => await _bench.Value<string>($"select string_agg(e::text, ', ' order by e) from generate_series(1, 9) e where wrapped_under('{_bench.Organization.Value}', e)");

    public sealed class Hsm : IAsyncLifetime
    {
        public SoftHsm? Soft { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (SoftHsm.IsInstalled)
            {
                Soft = await SoftHsm.Create();
                Soft.ShowToThisProcess();
            }
        }

        public ValueTask DisposeAsync()
        {
            Soft?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
