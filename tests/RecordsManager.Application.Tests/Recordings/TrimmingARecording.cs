using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Recordings;

public sealed class TrimmingARecording : OnTheWorkbench
{
    [Fact]
    public async Task Is_refused_where_nothing_would_be_left_touches_no_medium_and_can_be_undone()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        await Bench.Derive();
        var end = recording.DurationNs / 1_000_000;
        var objects = (await Bench.Objects()).Select(o => o.Object.Value).Order().ToList();
        var version = recording.PlayVersion;
        foreach (var plays in new[] { new Span(-1, 1500), new(0, end + 1), new(200, 1199), new(1500, 200), new(0, long.MaxValue) })
        {
            Assert.Equal(RecordingErrors.TrimOutOfRange, (await Bench.Send(new TrimRecording.Command(recording.Id, plays))).Error);
        }

        Assert.Equal(Result.Ok, await Bench.Send(new TrimRecording.Command(recording.Id, new Span(200, end))));
        Assert.Equal(Result.Ok, await Bench.Send(new TrimRecording.Command(recording.Id, new Span(200, end)))); // the same again is nothing new

        var call = (await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Call;
        Assert.Equal((new Span(200, end), end), (call.Trim, call.DurationMs));
        Assert.Equal(Result.Ok, await Bench.Send(new TrimRecording.Command(recording.Id, null)));
        recording = await Bench.Recording(recording.Id);
        Assert.Equal((null, version), (recording.Trim, recording.PlayVersion));
        await Bench.Derive();
        Assert.Equal(objects, (await Bench.Objects()).Select(o => o.Object.Value).Order());
        Assert.Equal(["recording.trimmed", "recording.untrimmed"], (await Bench.Kinds(recording.Id)).Where(k => k.EndsWith("trimmed", StringComparison.Ordinal)));

        await Bench.Send(new MoveToBin.Command(recording.Id));
        Assert.Equal(RecordingErrors.AlreadyInBin, (await Bench.Send(new TrimRecording.Command(recording.Id, new Span(200, end)))).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Bench.Send(new TrimRecording.Command(new RecordingId(Guid.NewGuid()), null))).Error);
    }
}
