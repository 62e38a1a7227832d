using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using Xunit;

namespace RecordsManager.Application.Tests.Ingest;

/// <summary>The same call in another delivery: a collector that was restarted, somebody who sends the folder once more.</summary>
public sealed class DeliveringACallAgain
{
    [Fact]
    public async Task brings_back_nobody_who_was_erased_from_it()
    {
        await using var bench = await Workbench.Create();
        var recording = await Deliver(bench, "first");
        var before = (await bench.Send(new ShowRecording.Query(recording))).Value.Call.Lanes;
        var chandra = before.Single(lane => lane.Person.DisplayName.StartsWith("Chandra", StringComparison.Ordinal));

        Assert.False((await bench.Send(new RequestErasure.Command(chandra.Person.Person))).Failed);
        Assert.Equal(recording, await Deliver(bench, "second"));

        var after = (await bench.Send(new ShowRecording.Query(recording))).Value.Call.Lanes;
        Assert.Equivalent(before.Select(lane => lane.Participant), after.Select(lane => lane.Participant), strict: true);
        Assert.DoesNotContain(after, lane => lane.Person.DisplayName.StartsWith("Chandra", StringComparison.Ordinal));
    }

    private static async Task<RecordingId> Deliver(Workbench bench, string key)
    {
        List<ReceiveDelivery.File> files = [];
        foreach (var (name, path) in Deliveries.JanusCallA)
        {
            await using var content = File.OpenRead(path);
            var upload = (await bench.Send(new CreateUpload.Command(content.Length, null))).Value.Id;
            Assert.Equal(content.Length, (await bench.Send(new AppendToUpload.Command(upload, 0, null, null, content))).Value);
            files.Add(new ReceiveDelivery.File(name, upload));
        }

        var delivery = (await bench.Send(new ReceiveDelivery.Command("janus", key, files))).Value.Delivery;
        Assert.False((await bench.SendAsSystem(new WorkDelivery.Command(delivery))).Failed);
        var shown = (await bench.Send(new ShowDelivery.Query(delivery))).Value;
        Assert.Equal(DeliveryState.Complete, shown.State);
        return shown.Recording!.Value;
    }
}
