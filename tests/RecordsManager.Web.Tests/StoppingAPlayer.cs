using System.Net;
using System.Net.Http.Json;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>
/// Players ask for the same segments again and again, so that the product remembers that they may. Whatever ends it ends that too: on the
/// node where it is done with its answer, on the other as soon as that one is told.
/// </summary>
public sealed class StoppingAPlayer
{
    private const string Bob = "Bob Lindqvist";
    private const string Chandra = "Chandra Rao";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_link_a_withdrawal_an_erasure_and_the_bin_stop_the_next_segment_on_both_nodes()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        await using var other = await product.SecondNode();
        var recording = await Agreed(product);
        var (link, token) = await Share(product, recording);
        using var here = await Recipient.Open(product, link, token);
        using var there = await Recipient.Open(other, link, token);
        var (shared, sharedThere) = (here.Hls, there.Hls);
        var (mine, mineThere) = (new Hls(product.Http, $"/recordings/{recording}/media"), new Hls(other.Http, $"/recordings/{recording}/media"));

        var throughLink = await Addresses(shared, "mix");
        await Stops(shared, sharedThere, throughLink, () => Delete(product, $"/api/v1/share-links/{link}"));
        await Plays(mine, await Addresses(mine, "mix")); // the link is over, and nothing else

        var bob = await product.Participant(recording, Bob);
        var before = (await Addresses(mine, "mix")).Concat(await Addresses(mine, bob)).ToList();
        await Stops(mine, mineThere, before, () => product.Consents(recording, Bob, "withdrawn"));
        await Heard(mine);

        var chandra = await product.Participant(recording, Chandra);
        var withHer = (await Addresses(mine, "mix")).Concat(await Addresses(mine, chandra)).ToList();
        var person = (await product.Participants(recording))[Chandra].GetProperty("person").GetString();
        await Stops(mine, mineThere, withHer, () => product.Post("/api/v1/erasure-requests", new { person }));
        await Heard(mine);

        var whatIsLeft = await Addresses(mine, "mix");
        await Stops(mine, mineThere, whatIsLeft, () => Delete(product, $"/api/v1/recordings/{recording}"));
    }

    [Fact]
    public async Task Nothing_is_remembered_from_before_the_feed_broke()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        await using var other = await product.SecondNode();
        var recording = await Agreed(product);
        var (link, token) = await Share(product, recording);
        using var recipient = await Recipient.Open(product, link, token);
        var shared = recipient.Hls;
        var addresses = await Addresses(shared, "mix");
        await Plays(shared, addresses);

        await product.Database.Tell("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'");
        while (!product.Log.Contains("The change feed was interrupted", StringComparison.Ordinal))
        {
            await Task.Delay(1, Ct);
        }

        await Delete(other, $"/api/v1/share-links/{link}"); // of which this node may never be told

        Assert.All(await Statuses(shared, addresses), status => Assert.Equal(HttpStatusCode.NotFound, status));
    }

    private static async Task<string> Agreed(RunningProduct product)
    {
        var recording = await product.OnlyRecording();
        await product.Consents(recording, Chandra, "granted");
        await product.Ingested(await product.DeliverJanusCallA());
        await Heard(new Hls(product.Http, $"/recordings/{recording}/media"));
        return recording;
    }

    /// <summary>Nothing here looks at pictures, which take longest.</summary>
    private static async Task Heard(Hls hls)
    {
        while (await hls.StatusOfPlaylist("mix") != HttpStatusCode.OK)
        {
            await Task.Delay(100, Ct);
        }
    }

    private static async Task Stops(Hls here, Hls there, List<string> addresses, Func<Task> act)
    {
        await Plays(here, addresses);
        await Plays(there, addresses);

        await act();

        Assert.All(await Statuses(here, addresses), status => Assert.Equal(HttpStatusCode.NotFound, status));
        while ((await Statuses(there, addresses)).Contains(HttpStatusCode.OK))
        {
            // the notification is on its way
        }
    }

    /// <summary>Twice: the second time it is remembered.</summary>
    private static async Task Plays(Hls hls, IReadOnlyList<string> addresses)
    {
        for (var time = 0; time < 2; time++)
        {
            Assert.All(await Statuses(hls, addresses), status => Assert.Equal(HttpStatusCode.OK, status));
        }
    }

    private static Task<HttpStatusCode[]> Statuses(Hls hls, IReadOnlyList<string> addresses) => Task.WhenAll(addresses.Select(hls.StatusOf));

    /// <summary>A few are enough.</summary>
    private static async Task<List<string>> Addresses(Hls hls, string rendition) => [.. (await hls.Rendition(rendition)).Addresses.Take(4)];

    private static async Task<(string Id, string Token)> Share(RunningProduct product, string recording)
    {
        var link = await product.Post($"/api/v1/recordings/{recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        return (link.GetProperty("id").GetString()!, new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1]);
    }

    private static async Task Delete(RunningProduct product, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(address, UriKind.Relative)) { Content = JsonContent.Create(new { reason = "a test" }) };
        using var answer = await product.Http.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
    }
}
