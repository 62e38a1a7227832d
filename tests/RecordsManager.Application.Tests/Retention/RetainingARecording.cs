using System.Globalization;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Retention;

/// <summary>A real delivered call, its whole life long, with a clock that the test moves. Grace is 30 days throughout.</summary>
public sealed class RetainingARecording
{
    [Theory]
    // Clocks go forward within the retention (29 March 2026): 5 January + 90 days, kept through 5 April.
    [InlineData("Europe/Berlin", "P90D", "2026-01-05T10:00:00Z", "2026-04-05T22:00:00Z", "2026-05-06T22:00:00Z")]
    // Clocks go back within the retention (25 October 2026): 10 August + 90 days, kept through 8 November.
    [InlineData("Europe/Berlin", "P90D", "2026-08-10T10:00:00Z", "2026-11-08T23:00:00Z", "2026-12-09T23:00:00Z")]
    // From a leap day, a year: kept through 28 February 2025; clocks go forward within the grace.
    [InlineData("Europe/Berlin", "P1Y", "2024-02-29T10:00:00Z", "2025-02-28T23:00:00Z", "2025-03-31T22:00:00Z")]
    // Onto a leap day: 1 December 2027 + 90 days, kept through 29 February 2028.
    [InlineData("Europe/Berlin", "P90D", "2027-12-01T10:00:00Z", "2028-02-29T23:00:00Z", "2028-03-31T22:00:00Z")]
    // The day is the organization's: 02:00 UTC is still 19 December in New York; clocks go forward there on 14 March 2027.
    [InlineData("America/New_York", "P90D", "2026-12-20T02:00:00Z", "2027-03-20T04:00:00Z", "2027-04-20T04:00:00Z")]
    public async Task Goes_from_kept_to_the_bin_to_destroyed_at_the_midnights_of_the_organization(string zone, string keep, string calledAt, string binAt, string destroyAt)
    {
        var (called, bin, destroy) = (At(calledAt), At(binAt), At(destroyAt));
        await using var bench = await Workbench.Create(called, zone);
        Assert.Equal(Result.Ok, await bench.Send(new ChangeRetentionPolicy.Command(keep, 30)));
        var recording = await bench.IngestAgreed("ada");
        Assert.Equal((RecordingState.Kept, bin), (recording.State, recording.KeepUntil));

        await AssertNothingIsDue(bench, recording.Id, RecordingState.Kept, bin.AddSeconds(-1));
        bench.Clock.MoveTo(bin);
        Assert.Equal([recording.Id], await bench.Sweep());
        recording = await bench.Recording(recording.Id);
        Assert.Equal((RecordingState.InBin, destroy), (recording.State, recording.BinUntil));

        await AssertNothingIsDue(bench, recording.Id, RecordingState.InBin, destroy.AddSeconds(-1));
        bench.Clock.MoveTo(destroy);
        Assert.Equal([recording.Id], await bench.Sweep());
        recording = await bench.Recording(recording.Id);
        Assert.Equal((RecordingState.Destroyed, destroy), (recording.State, recording.DestroyedAt));

        await AssertNothingIsDue(bench, recording.Id, RecordingState.Destroyed, destroy.AddYears(10));
        Assert.Equal(["disposition.soft-deleted", "disposition.destroyed"], (await bench.Kinds(recording.Id)).Where(k => k.StartsWith("disposition", StringComparison.Ordinal)));
        await bench.ChainHolds();
    }

    [Fact]
    public async Task Survives_a_schedule_that_was_down_for_a_year_without_losing_its_grace()
    {
        await using var bench = await Workbench.Create(At("2026-01-05T10:00:00Z"));
        var recording = await bench.IngestAgreed("ada");
        bench.Clock.MoveTo(At("2027-06-01T10:00:00Z"));

        await bench.Sweep();
        Assert.Equal(At("2027-07-01T22:00:00Z"), (await bench.Recording(recording.Id)).BinUntil);

        Assert.Empty(await bench.Sweep());
        Assert.Equal(RecordingState.InBin, (await bench.Recording(recording.Id)).State);
    }

    [Fact]
    public async Task A_changed_policy_moves_what_is_kept_and_not_what_is_in_the_bin()
    {
        await using var bench = await Workbench.Create(At("2026-01-05T10:00:00Z"));
        var kept = await bench.IngestAgreed("ada");
        var binned = await bench.IngestAgreed("ada");
        await bench.Send(new MoveToBin.Command(binned.Id));
        binned = await bench.Recording(binned.Id);

        Assert.Equal(Result.Ok, await bench.Send(new ChangeRetentionPolicy.Command("P10D", 5)));

        Assert.Equal(At("2026-01-15T23:00:00Z"), (await bench.Recording(kept.Id)).KeepUntil);
        Assert.Equal((binned.KeepUntil, binned.BinUntil), ((await bench.Recording(binned.Id)).KeepUntil, (await bench.Recording(binned.Id)).BinUntil));

        bench.Clock.MoveTo(At("2026-01-15T23:00:00Z"));
        Assert.Equal([kept.Id], await bench.Sweep());
        Assert.Equal(At("2026-01-21T23:00:00Z"), (await bench.Recording(kept.Id)).BinUntil);
    }

    [Fact]
    public async Task A_later_delivery_of_the_same_call_does_not_start_the_retention_again()
    {
        await using var bench = await Workbench.Create(At("2026-01-05T10:00:00Z"));
        var first = await bench.Ingest(new Call("call-1", At("2026-01-05T10:00:00Z"), "ada"));
        bench.Clock.Advance(TimeSpan.FromDays(5));

        var second = await bench.Ingest(new Call("call-1", At("2026-01-05T10:00:00Z"), "bob") { Part = "b" });

        Assert.Equal((first.Id, first.KeepUntil, 2), (second.Id, second.KeepUntil, second.Tracks.Count));
    }

    private static async Task AssertNothingIsDue(Workbench bench, RecordingId recording, RecordingState state, DateTimeOffset at)
    {
        bench.Clock.MoveTo(at);
        var before = (await bench.Ledger()).Count;
        Assert.Empty(await bench.Sweep());

        // The job itself refuses too, whoever sends it.
        Assert.Equal(Result.Ok, await bench.SendAsSystem(new DisposeRecording.Command(recording)));

        Assert.Equal(state, (await bench.Recording(recording)).State);
        Assert.Equal(before, (await bench.Ledger()).Count);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
