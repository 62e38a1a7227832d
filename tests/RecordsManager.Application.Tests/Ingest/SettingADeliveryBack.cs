using System.Runtime.Versioning;
using Npgsql;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Application.Tests.Ingest;

/// <summary>What was acknowledged and cannot be worked off: bytes that a disk lost, keys that are out of reach, a worker that dies.</summary>
public sealed class SettingADeliveryBack : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waits_longer_each_time_and_is_worked_off_once_the_cause_is_mended()
    {
        var delivery = await Deliver("call-1");
        var mend = Spoil();

        await Bench.WorkOff(delivery);
        var first = await Show(delivery);
        Assert.Equal((DeliveryState.Received, 1, Bench.Clock.GetUtcNow().AddMinutes(1)), (first.State, first.Attempts, first.NotBefore));
        Assert.Empty(await Pending());

        await Bench.WorkOff(delivery); // before its time
        Assert.Equal(1, (await Show(delivery)).Attempts);

        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([delivery], await Pending());
        await Bench.WorkOff(delivery);
        Assert.Equal(Bench.Clock.GetUtcNow().AddMinutes(2), (await Show(delivery)).NotBefore);

        mend();
        Bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await Bench.WorkOff(delivery);
        var last = await Show(delivery);
        Assert.Equal((DeliveryState.Complete, 3, null, 2), (last.State, last.Attempts, last.NotBefore, last.Attached));
    }

    [Fact]
    public async Task Is_for_a_person_after_two_days_and_still_whole_when_they_ask_for_it()
    {
        var delivery = await Deliver("call-1");
        var mend = Spoil();
        while (await Show(delivery) is { State: DeliveryState.Received } waiting)
        {
            Bench.Clock.MoveTo(waiting.NotBefore ?? Bench.Clock.GetUtcNow());
            await Bench.WorkOff(delivery);
        }

        var failed = await Show(delivery);
        Assert.Equal((DeliveryState.Failed, Backoff.Most, "delivery.given-up"), (failed.State, failed.Attempts, failed.Error?.Code));
        Assert.NotNull(failed.Error!.WhatToDo);
        mend();
        var refused = await Deliver("call-2", "not a manifest"u8.ToArray());
        await Bench.WorkOff(refused);

        var retried = await Bench.Send(new RetryFailedDeliveries.Command());
        Assert.Equal(new RetryFailedDeliveries.Retried(2, 0), retried.Value);
        Assert.Equal([delivery, refused], await Pending());
        await Bench.WorkOff(delivery);
        await Bench.WorkOff(refused);

        Assert.Equal((DeliveryState.Complete, 2), ((await Show(delivery)).State, (await Show(delivery)).Attached));
        Assert.Equal(DeliveryState.Failed, (await Show(refused)).State); // it is still not a manifest
        await Bench.ChainHolds();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Keys_out_of_reach_are_no_fault_of_its_own()
    {
        var delivery = await Deliver("call-1");
        var key = Assert.Single(Directory.GetFiles(Path.Combine(Bench.Folder, "keys"), "*.kek", SearchOption.AllDirectories));
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);

        for (var i = 0; i < Backoff.Most + 1; i++)
        {
            Assert.Equal(Result.Ok, await Bench.SendAsSystem(new WorkDelivery.Command(delivery)));
        }

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal((DeliveryState.Received, null), ((await Show(delivery)).State, (await Show(delivery)).NotBefore));
        Assert.Equal(DeliveryState.Complete, (await Bench.WorkOff(delivery)).State);
    }

    [Fact]
    public async Task A_delivery_that_kills_its_worker_again_and_again_lets_the_others_go_first_and_ends_with_a_person()
    {
        var fortunate = await Deliver("call-0");
        await LeaveAsADeadWorkerDoes(fortunate, setbacks: 4);
        Assert.Equal(DeliveryState.Complete, (await Bench.WorkOff(fortunate)).State); // restarts of a server cost no time

        var delivery = await Deliver("call-1");
        for (var setbacks = 5; setbacks < Backoff.Most - 1; setbacks++)
        {
            await LeaveAsADeadWorkerDoes(delivery, setbacks);
            var waiting = await Bench.WorkOff(delivery);
            Assert.Equal((DeliveryState.Received, 0), (waiting.State, waiting.Attempts));
            Assert.True(waiting.NotBefore > Bench.Clock.GetUtcNow());
        }

        await LeaveAsADeadWorkerDoes(delivery, Backoff.Most - 1);
        await Bench.WorkOff(delivery);

        Assert.Equal("delivery.given-up", (await Show(delivery)).Error?.Code);
        Assert.False((await Bench.Send(new RetryDelivery.Command(delivery))).Failed);
        await Bench.WorkOff(delivery);
        Assert.Equal(DeliveryState.Complete, (await Show(delivery)).State);
    }

    private Task<DeliveryId> Deliver(string call) => new Call(call, Bench.Clock.GetUtcNow(), "ada", "ben").Deliver(Bench);

    private async Task<DeliveryId> Deliver(string key, byte[] manifest)
    {
        var upload = await Call.Upload(Bench, manifest);
        return (await Bench.Send(new ReceiveDelivery.Command("manifest", key, [new ReceiveDelivery.File("manifest.json", upload)]))).Value.Delivery;
    }

    private async Task<ShowDelivery.View> Show(DeliveryId delivery) => (await Bench.Send(new ShowDelivery.Query(delivery))).Value;

    private Task<IReadOnlyList<DeliveryId>> Pending() => Bench.SendAsSystem(new PendingDeliveries.Query());

    /// <summary>The disk gives other bytes than were written, until they are put back.</summary>
    private Action Spoil()
    {
        var files = Directory.GetFiles(Path.Combine(Bench.Folder, "storage"), "*", SearchOption.AllDirectories).Select(path => (Path: path, Bytes: File.ReadAllBytes(path))).ToList();
        Assert.NotEmpty(files);
        foreach (var (path, bytes) in files)
        {
            File.WriteAllBytes(path, [.. bytes.Select(b => (byte)~b)]);
        }

        return () => files.ForEach(file => File.WriteAllBytes(file.Path, file.Bytes));
    }

    /// <summary>The row as a killed worker leaves it: being worked on, and nobody holds the lock.</summary>
    private async Task LeaveAsADeadWorkerDoes(DeliveryId delivery, int setbacks)
    {
        await using var superuser = NpgsqlDataSource.Create(Bench.Database.SuperuserConnectionString);
        await using var working = superuser.CreateCommand("update deliveries set state = 'Working', setbacks = $2, not_before = null where id = $1");
        working.Parameters.AddWithValue(delivery.Value);
        working.Parameters.AddWithValue(setbacks);
        await working.ExecuteNonQueryAsync(Ct);
    }
}
