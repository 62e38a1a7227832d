using System.Net;
using System.Text.Json;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The stream that an open player listens to, and what is refused the moment a consent is taken back.</summary>
public sealed class FollowingAnOpenPlayer
{
    private const string Bob = "Bob Lindqvist";

    [Fact]
    public async Task Is_told_at_once_of_a_withdrawal_then_that_it_is_made_anew_and_a_yes_is_no_withdrawal()
    {
        await using var product = await RunningProduct.Start();
        var recording = await BoundedCall.Announce(product);
        await product.Consents(recording, Bob, "granted", Truth.SessionStart.AddSeconds(-10)); // before the call, so that a withdrawal in it comes after
        Assert.Equal(recording, await product.Ingested(await product.DeliverJanusCallA()));
        await product.Derived(recording);
        var hls = new Hls(product.Http, $"/recordings/{recording}/media");
        var bob = await product.Participant(recording, Bob);
        var old = (await hls.Rendition(bob)).Addresses.Concat((await hls.Rendition("mix")).Addresses).ToList();
        await using var player = await CaptureListener.At(product.Http, $"/recordings/{recording}/media/changes");
        var (first, _, ready) = State((await player.Next()).Json);
        Assert.True(ready);

        // what he said before 30 s stays, so his track stays cleared: made before, his stem still holds what came after it
        await product.Consents(recording, Bob, "withdrawn", Truth.SessionStart.AddSeconds(30));
        var statuses = await Task.WhenAll(old.Select(hls.StatusOf));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal((first + 1, first + 1, false), State((await player.Next()).Json));
        Assert.Equal((first + 1, first + 1, true), State((await player.Until(s => s.GetProperty("ready").GetBoolean())).Json));
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOfPlaylist(bob));

        await product.Consents(recording, Bob, "granted");
        var (last, withdrawn, _) = State((await player.Until(s => s.GetProperty("version").GetInt32() > first + 1)).Json);
        Assert.Equal((first + 2, first + 1), (last, withdrawn));
    }

    private static (int Version, int Withdrawn, bool Ready) State(JsonElement state) =>
        (state.GetProperty("version").GetInt32(), state.GetProperty("withdrawn").GetInt32(), state.GetProperty("ready").GetBoolean());
}
