using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>A link that is not genuine gets one and the same answer, whatever is wrong with it; a genuine one that is over says so.</summary>
[Collection(nameof(SampleCall))]
public sealed partial class AttackingShareLinks(SampleCall call)
{
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_every_link_that_is_not_genuine_with_the_same_page()
    {
        var (_, token) = await Share();
        var invited = await call.Product.Post($"/api/v1/calls/{call.Recording}/participants/{call.Id("Alice Okafor")}/invitation", new { });
        var consentToken = new Uri(invited.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1];
        Assert.Equal(HttpStatusCode.OK, (await Page($"/s/{token}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Page($"/c/{consentToken}")).Status);

        List<string> forged = [consentToken, token[..^1], token + "A", token[1..], "x", RandomNumberGenerator.GetString(Base64Url, token.Length), token.ToUpperInvariant(), new string('A', 5000)];
        forged.AddRange(Enumerable.Range(0, token.Length).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..]));
        var answers = new Dictionary<string, (HttpStatusCode, string, string)>();
        foreach (var guess in forged.Where(f => f != token))
        {
            answers[guess] = await Page($"/s/{guess}");
        }

        Assert.Equal(HttpStatusCode.NotFound, answers[consentToken].Item1);
        Assert.All(answers, answer => Assert.Equal(answers[consentToken], answer.Value));

        // the other way round: a share's token opens no consent page
        Assert.Equal(await Page("/c/x"), await Page($"/c/{token}"));
    }

    [Fact]
    public async Task Tells_the_holder_of_a_genuine_link_that_it_ended_or_was_revoked()
    {
        var (ended, endedToken) = await Share();
        var (revoked, revokedToken) = await Share();
        await Expire(ended);
        await Revoke(revoked);

        var (endedStatus, endedPage, _) = await Page($"/s/{endedToken}");
        var (revokedStatus, revokedPage, _) = await Page($"/s/{revokedToken}");

        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (endedStatus, revokedStatus));
        Assert.NotEqual(endedPage, revokedPage);
        Assert.All(new[] { endedPage, revokedPage }, page => Assert.Contains("Miriam Falk", page, StringComparison.Ordinal)); // whom to ask
        Assert.All(new[] { endedPage, revokedPage }, page => Assert.DoesNotContain("m3u8", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gives_no_further_segment_once_revoked_in_the_middle_of_playing()
    {
        var (link, token) = await Share();
        var (hls, http) = Watch(link, token);
        using var _ = http;
        var segments = (await hls.Rendition("video")).Segments;
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf(segments[0].Address));

        await Revoke(link);

        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOf(segments[1].Address));
        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOfPlaylist("video"));
    }

    [Fact]
    public async Task Gives_no_further_segment_once_it_ended()
    {
        var (link, token) = await Share();
        var (hls, http) = Watch(link, token);
        using var _ = http;
        var segment = (await hls.Rendition("mix")).Segments[1].Address;
        Assert.True(ShareLinkId.TryParse(link, out var id));
        await call.Product.Database.Tell($"update share_links set expires_at = now() + interval '5 seconds' where id = '{id.Value}'");
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf(segment));

        while (await hls.StatusOf(segment) == HttpStatusCode.OK)
        {
            // asked again and again, so that an answer is remembered when the end comes
        }

        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOf(segment));
        Assert.Equal([true], await call.Product.Database.Ask<bool>($"select now() >= expires_at from share_links where id = '{id.Value}'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // nothing tells of it: the next heartbeat looks
    public async Task Tells_an_open_player_that_it_was_revoked_or_ended(bool revoked)
    {
        var (link, token) = await Share();
        var (_, http) = Watch(link, token);
        using var _ = http;
        await using var player = await CaptureListener.At(http, $"/share/{link}/media/changes");
        Assert.True((await player.Next()).Json.GetProperty("ready").GetBoolean());

        await (revoked ? Revoke(link) : Expire(link));

        var (last, over) = (await player.Next(), await player.Next());
        Assert.Equal(("playback", "{}", "over"), (last.Name, last.Data, over.Name));
        await player.Ended();
        var dead = await Fetch($"rm_share={token}", $"/share/{link}/media/changes");
        Assert.Equal(HttpStatusCode.NotFound, dead.Status);
        Assert.Equal(await Fetch("rm_share=x", "/share/lnk_00000000000000000000000000000000/media/changes"), dead);
    }

    [Fact]
    public async Task Answers_every_segment_that_a_link_does_not_give_in_the_same_way()
    {
        var (link, token) = await Share();
        var (other, otherToken) = await Share();
        var (hls, http) = Watch(link, token);
        using var _ = http;
        var mix = (await hls.Rendition("mix")).Segments[0].Address;
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf(mix));
        var mixObject = mix.Split('/')[^2];
        var videoObject = (await hls.Rendition("video")).Init.Split('/')[^2];
        var track = new MediaObjectId((await call.Product.Database.Ask<Guid>("select object_id from tracks limit 1"))[0]).ToString();
        var waveform = new MediaObjectId((await call.Product.Database.Ask<Guid>("select object_id from derivatives where kind = 'Waveform' limit 1"))[0]).ToString();

        List<(string Cookie, string Address)> attempts =
        [
            ("", mix),
            ("rm_share=x", mix),
            ($"rm_share={otherToken}", mix), // another link's cookie
            ($"rm_share={token}", mix.Replace(link, other, StringComparison.Ordinal)), // another link's address
            ($"rm_share={token}", mix.Replace(mixObject, videoObject, StringComparison.Ordinal)), // another rendition's object
            ($"rm_share={token}", mix.Replace(mixObject, track, StringComparison.Ordinal)), // a track as it was delivered
            ($"rm_share={token}", mix.Replace(mixObject, waveform, StringComparison.Ordinal)),
            ($"rm_share={token}", mix.Replace(mixObject, "obj_00000000000000000000000000000000", StringComparison.Ordinal)),
            ($"rm_share={token}", mix.Replace("/0.m4s", "/99999.m4s", StringComparison.Ordinal)),
            ($"rm_share={token}", mix.Replace("/0.m4s", "/-1.m4s", StringComparison.Ordinal)),
            ($"rm_share={token}", mix.Replace("/mix/", "/prt_00000000000000000000000000000000/", StringComparison.Ordinal)),
            ($"rm_share={token}", mix.Replace("/mix/", "/nonsense/", StringComparison.Ordinal)),
            ("", $"/share/{link}/media/changes"),
            ($"rm_share={otherToken}", $"/share/{link}/media/changes"),
            ($"rm_share={token}", $"/share/{other}/media/changes"),
        ];
        foreach (var (cookie, address) in attempts)
        {
            var (status, body) = await Fetch(cookie, address);
            Assert.True(status == HttpStatusCode.NotFound, $"{status} for {address}");
            Assert.Equal((await Fetch("", mix)).Body, body);
        }
    }

    [Fact]
    public async Task Opens_nothing_but_its_own_media()
    {
        var (_, token) = await Share();
        foreach (var address in new[] { $"/recordings/{call.Recording}", $"/recordings/{call.Recording}/media/master.m3u8", "/api/v1/recordings", "/trail.csv" })
        {
            var (status, _) = await Fetch($"rm_share={token}", address);
            Assert.Contains(status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Found });
        }
    }

    private async Task<(string Id, string Token)> Share()
    {
        var link = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
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

    private (Hls Hls, HttpClient Http) Watch(string link, string token)
    {
        var recipient = call.Product.Client(null);
        recipient.DefaultRequestHeaders.Add("Cookie", $"rm_share={token}");
        return (new Hls(recipient, $"/share/{link}/media"), recipient);
    }

    private async Task<(HttpStatusCode Status, string Body, string Headers)> Page(string address)
    {
        using var stranger = call.Product.Client(null);
        using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative), Ct);
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Date").Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), headers);
    }

    private async Task<(HttpStatusCode Status, string Body)> Fetch(string cookie, string address)
    {
        using var stranger = call.Product.Client(null);
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie.Length == 0 ? null : cookie);
        using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative), Ct);
        return (answer.StatusCode, TraceId().Replace(await answer.Content.ReadAsStringAsync(Ct), ""));
    }

    /// <summary>A number of the request, not of what was asked.</summary>
    [GeneratedRegex(@"""traceId"":""[^""]*""")]
    private static partial Regex TraceId();
}
