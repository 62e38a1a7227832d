using System.Net;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>Who asks for media and gets none stands on the ledger: once in half a minute however often they ask, and only if who they are is known.</summary>
[Collection(nameof(SampleCall))]
public sealed class RefusingAccess(SampleCall call)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Media => $"/recordings/{call.Recording}/media";

    [Theory]
    [InlineData(true, "playback.link-revoked")]
    [InlineData(false, "playback.link-expired")]
    public async Task Is_told_once_of_a_link_that_is_over_however_often_it_is_asked(bool revoked, string reason)
    {
        var (id, token) = await Share();
        using var watching = await Recipient.Open(call.Product, id, token);
        await (revoked ? Revoke(id) : Expire(id));
        var recipient = watching.Http;
        string[] addresses = [$"/share/{id}/media/master.m3u8", $"/share/{id}/media/mix/index.m3u8", $"/share/{id}/media/changes", $"/share/{id}/media/mix/obj_00000000000000000000000000000000/0.m4s"];

        var statuses = await Task.WhenAll(addresses.SelectMany(a => Enumerable.Repeat(a, 10)).Select(a => Status(recipient, a)));

        Assert.All(statuses, s => Assert.Equal(HttpStatusCode.NotFound, s));
        Assert.Equal(HttpStatusCode.Gone, await Status(recipient, $"/s/{token}"));
        var entry = Assert.Single(await Entries(id));
        Assert.Equal(call.Recording, entry.Object);
        Assert.Contains($$"""{"reason":"{{reason}}"}""", entry.Leaf, StringComparison.Ordinal);
        Assert.DoesNotContain("Nosy", entry.Leaf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_of_a_signed_in_user_without_the_permission_and_shown_in_words()
    {
        using var auditor = await call.Product.ClientAs("auditor");
        Assert.Equal(HttpStatusCode.NotFound, await Status(auditor, $"{Media}/master.m3u8"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(auditor, "/recordings/rec_00000000000000000000000000000000/media/master.m3u8")); // nothing that could be refused

        var entry = Assert.Single(await Entries("key_" + auditor.DefaultRequestHeaders.Authorization!.Parameter!.Split('_')[2]));
        Assert.Contains("playback.not-allowed", entry.Leaf, StringComparison.Ordinal);
        Assert.Equal(call.Recording, entry.Object);
        var trail = await auditor.GetStringAsync(new Uri($"/trail?kind=access&about={call.Recording}", UriKind.Relative), Ct);
        Assert.Contains("Playing was refused: they may not play recordings", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_nothing_for_a_token_that_nobody_made()
    {
        var (id, token) = await Share();
        var before = await call.Product.Database.Ask<long>("select count(*) from ledger_entries where kind = 'access.refused'");
        foreach (var forged in Enumerable.Range(0, 40).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..]))
        {
            using var stranger = call.Product.Client(null);
            stranger.DefaultRequestHeaders.Add("Cookie", $"rm_link={forged}; rm_share={forged}");
            Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, $"/share/{id}/media/master.m3u8"));
            Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, $"/s/{forged}"));
            Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, $"/share/{id}"));
        }

        Assert.Equal(before, await call.Product.Database.Ask<long>("select count(*) from ledger_entries where kind = 'access.refused'"));
    }

    [Fact]
    public async Task Stays_a_refusal_while_the_ledger_cannot_be_written_and_is_told_afterwards()
    {
        var (id, token) = await Share();
        using var watching = await Recipient.Open(call.Product, id, token);
        await Revoke(id);
        var recipient = watching.Http;

        await call.Product.Database.Tell("revoke insert on ledger_entries from records_app");
        try
        {
            Assert.Equal(HttpStatusCode.NotFound, await Status(recipient, $"/share/{id}/media/master.m3u8"));
        }
        finally
        {
            await call.Product.Database.Tell("grant insert on ledger_entries to records_app");
        }

        Assert.Empty(await Entries(id));
        Assert.Equal(HttpStatusCode.NotFound, await Status(recipient, $"/share/{id}/media/master.m3u8"));
        Assert.Single(await Entries(id));
    }

    private async Task<(string Id, string Token)> Share()
    {
        var link = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", new { recipient = "Nosy Parker", sharedBy = "Miriam Falk" });
        return (link.GetProperty("id").GetString()!, new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1]);
    }

    private async Task Revoke(string link)
    {
        using var answer = await call.Product.Http.DeleteAsync(new Uri($"/api/v1/share-links/{link}", UriKind.Relative), Ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task Expire(string link)
    {
        Assert.True(ShareLinkId.TryParse(link, out var id));
        await call.Product.Database.Tell($"update share_links set created_at = now() - interval '8 days', expires_at = now() - interval '1 second' where id = '{id.Value}'");
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Ct);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<(string Object, string Leaf)>> Entries(string actor)
    {
        var where = $"kind = 'access.refused' and actor = '{actor}' order by index";
        return [.. (await call.Product.Database.Ask<string>($"select object from ledger_entries where {where}")).Zip(await call.Product.Database.Ask<string>($"select leaf from ledger_entries where {where}"))];
    }
}
