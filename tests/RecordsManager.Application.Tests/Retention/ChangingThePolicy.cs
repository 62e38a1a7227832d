using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Tests.Retention;

public sealed class ChangingThePolicy : OnTheWorkbench
{
    [Theory]
    [InlineData("P10D", 5)]
    [InlineData("P85D", 30)]
    [InlineData("P1Y", 30)]
    [InlineData("P90D", 10)]
    public async Task Does_what_the_trial_said_it_would(string keep, int grace)
    {
        var old = await Bench.IngestAgreed("ada");
        Bench.Clock.MoveTo(old.KeepUntil!.Value);
        await Bench.Sweep();
        await Bench.Send(new RestoreRecording.Command(old.Id)); // beyond the policy's end
        Bench.Clock.Advance(TimeSpan.FromDays(10));
        var held = await Bench.IngestAgreed("ada");
        await Bench.Send(new PlaceLegalHold.Command(held.Id, "CASE-7"));
        Bench.Clock.Advance(TimeSpan.FromDays(11));
        var young = await Bench.IngestAgreed("ada");
        var before = await Kept();

        var trial = (await Bench.Send(new ShowRetentionPolicy.Query(keep, grace))).Trial!;
        Assert.Equal(before, await Kept()); // trying changes nothing
        await Bench.Send(new ChangeRetentionPolicy.Command(keep, grace));

        var after = await Kept();
        var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToList();
        Assert.Equal(moved.Count, trial.Moved);
        Assert.Equal(
            moved.Select(m => (m.First.Id, m.First.KeepUntil, m.Second.KeepUntil)).Order(),
            trial.Moves.Select(m => (m.Recording.Value, (DateTimeOffset?)m.Was, (DateTimeOffset?)m.WouldBe)).Order());
        Assert.Equal(trial.DueAtOnce, (await Bench.SendAsSystem(new SweepDisposition.Query())).Count);

        async Task<IReadOnlyList<(Guid Id, DateTimeOffset? KeepUntil)>> Kept()
        {
            List<(Guid, DateTimeOffset?)> kept = [];
            foreach (var id in new[] { old.Id, held.Id, young.Id })
            {
                kept.Add((id.Value, (await Bench.Recording(id)).KeepUntil));
            }

            return kept;
        }
    }

    [Theory]
    [InlineData("90 days", 30, "retention.period-malformed")]
    [InlineData("P90D", 400, "retention.grace-out-of-range")]
    public async Task Says_in_the_trial_why_it_cannot_be(string keep, int grace, string code)
    {
        var view = await Bench.Send(new ShowRetentionPolicy.Query(keep, grace));

        Assert.Equal((code, null), (view.Error?.Code, view.Trial));
    }

    [Fact]
    public async Task Applies_the_new_grace_to_what_goes_to_the_bin_from_now_on()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new ChangeRetentionPolicy.Command("P90D", 0));

        Assert.Equal(Result.Ok, await Bench.Send(new MoveToBin.Command(recording.Id)));

        var midnight = new RetentionPeriod(0, 0, 0).EndAfter(Bench.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(midnight, (await Bench.Recording(recording.Id)).BinUntil);
    }
}
