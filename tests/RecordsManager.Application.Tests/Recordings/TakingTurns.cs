using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Recordings;

/// <summary>Whose recording is made next.</summary>
public sealed class TakingTurns : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_be_heard_yet_goes_before_the_pictures_of_another_and_these_go_on_afterwards()
    {
        var seen = await Bench.IngestAgreed(new Call("seen", Bench.Clock.GetUtcNow(), "ada", "bao", "cleo") { WithCameras = true });
        var heard = await Bench.IngestAgreed("grace");

        await Turn(seen);
        var scenes = await Scenes(seen);
        Assert.True(scenes.Count > 2);
        Assert.Equal(2, scenes.Count(s => s == DerivativeState.Ready));
        Assert.All(await Of(seen, d => d.Kind != DerivativeKind.Scene), d => Assert.Equal(DerivativeState.Ready, d.State));
        Assert.Equal([heard.Id, seen.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));

        await Turn(heard);
        Assert.All(await Of(heard, _ => true), d => Assert.Equal(DerivativeState.Ready, d.State));
        Assert.Equal([seen.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));

        await Turn(seen); // nobody waits: all of them
        Assert.All(await Scenes(seen), s => Assert.Equal(DerivativeState.Ready, s));
        Assert.Empty(await Bench.SendAsSystem(new PendingDerivations.Query()));
    }

    [Fact]
    public async Task The_pictures_that_somebody_looks_for_go_before_those_of_another_while_they_look()
    {
        var first = await Bench.IngestAgreed(new Call("first", Bench.Clock.GetUtcNow(), "ada", "bao", "cleo") { WithCameras = true });
        await Turn(first);
        await Unmake(first);
        var second = await Bench.IngestAgreed(new Call("second", Bench.Clock.GetUtcNow(), "dee", "eli", "fay") { WithCameras = true });
        await Turn(second);
        await Unmake(second);
        Assert.Equal([first.Id, second.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));

        await Look(second);
        Assert.Equal([second.Id, first.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));
        await Turn(first);
        Assert.Equal(2, (await Scenes(first)).Count(s => s == DerivativeState.Ready)); // what was begun is made, and no more

        await Look(first); // both are looked at: neither gives way
        await Turn(first);
        Assert.All(await Scenes(first), s => Assert.Equal(DerivativeState.Ready, s));

        await Unmake(first);
        Bench.Clock.Advance(TimeSpan.FromMinutes(6)); // nobody looks any more
        Assert.Equal([first.Id, second.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));
    }

    [Fact]
    public async Task Pictures_that_are_done_before_the_mix_of_hours_is_do_not_wait_for_the_next_turn()
    {
        var recording = await Bench.IngestAgreed("grace");
        var taken = await Bench.Read(async db =>
        {
            var turn = new DerivationTurn(db, recording.Id, Bench.Clock);
            Assert.True(await turn.Takes(Picture(cost: 18), heldFor: 0, Ct));
            Assert.True(await turn.Takes(Picture(cost: 18), heldFor: 0, Ct));
            Bench.Clock.Advance(TimeSpan.FromMinutes(2));
            return new[]
            {
                await turn.Takes(Picture(cost: 18), heldFor: 200, Ct), await turn.Takes(Picture(cost: 18), heldFor: 18, Ct),
                await turn.Takes(Picture(cost: 18), heldFor: 17, Ct), await turn.Takes(Picture(cost: 18), heldFor: 0, Ct),
            };
        });

        Assert.Equal([true, true, false, false], taken);
    }

    private static WantedDerivative Picture(double cost) => new(DerivativeKind.Scene, 0, null, [], null, "", cost);

    private async Task Look(Recording recording) => Assert.Equal(Result.Ok, await Bench.Send(new AwaitRecording.Command(recording.Id)));

    private Task Unmake(Recording recording) =>
        Bench.Database.Tell($"update derivatives set state = 'Waiting', progress = 0, object_id = null, contents = null where kind = 'Scene' and recording_id = '{recording.Id.Value}'");

    private async Task Turn(Recording recording) => Assert.Equal(Result.Ok, await Bench.SendAsSystem(new MakeDerivatives.Command(recording.Id)));

    private async Task<List<DerivativeState>> Scenes(Recording recording) => (await Of(recording, d => d.Kind == DerivativeKind.Scene)).ConvertAll(d => d.State);

    private async Task<List<Derivative>> Of(Recording recording, Predicate<Derivative> which) =>
        (await Bench.Read(db => db.Derivatives.Where(d => d.Recording == recording.Id).ToListAsync(Ct))).FindAll(which);
}
