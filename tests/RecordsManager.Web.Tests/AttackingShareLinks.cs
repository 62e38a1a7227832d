using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;
using RecordsManager.Storage;
using RecordsManager.Storage.Keys;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>A link that is not genuine gets one and the same answer, whatever is wrong with it; a genuine one that is over says so.</summary>
[Collection(nameof(SampleCall))]
public sealed partial class AttackingShareLinks(SampleCall call)
{
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>One for all attacks: none changes anything.</summary>
    private static Task<Loot>? _loot;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_every_link_that_is_not_genuine_with_the_same_page()
    {
        var (_, token) = await Share();
        var invited = await call.Product.Post($"/api/v1/calls/{call.Recording}/participants/{call.Id("Alice Okafor")}/invitation", new { });
        var consentToken = new Uri(invited.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1];
        Assert.Equal(HttpStatusCode.Redirect, (await Page($"/s/{token}")).Status);
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

        // nor is there a page where the link was not opened: guessed, another recipient's, tampered, of another kind, of a clock that is ahead
        var (link, linkToken) = await Share();
        var (other, othersToken) = await Share();
        using var recipient = await Recipient.Open(call.Product, link, linkToken);
        using var theirs = await Recipient.Open(call.Product, other, othersToken);
        Assert.Equal(HttpStatusCode.OK, (await Page($"/share/{link}", recipient.Cookies)).Status);
        string[] cookies =
        [
            "", theirs.Cookies, $"rm_link={Flip(recipient.Opened)}; rm_share={Flip(recipient.Session)}", $"rm_link={recipient.Session}; rm_share={recipient.Opened}", $"rm_link={linkToken}; rm_share={linkToken}",
            $"rm_link={Opened(recipient, -TimeSpan.FromHours(13))}", $"rm_link={Opened(recipient, TimeSpan.FromMinutes(2))}",
        ];
        foreach (var cookie in cookies)
        {
            Assert.Equal(answers[consentToken], await Page($"/share/{link}", cookie));
        }

        Assert.Equal(answers[consentToken], await Page("/share/lnk_00000000000000000000000000000000", recipient.Cookies));

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

        using var late = await Recipient.Open(call.Product, ended, endedToken);
        using var withdrawn = await Recipient.Open(call.Product, revoked, revokedToken);
        var (endedStatus, endedPage) = (late.Page.Status, late.Page.Body);
        var (revokedStatus, revokedPage) = (withdrawn.Page.Status, withdrawn.Page.Body);

        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (endedStatus, revokedStatus));
        Assert.NotEqual(endedPage, revokedPage);
        Assert.All(new[] { endedPage, revokedPage }, page => Assert.Contains("Miriam Falk", page, StringComparison.Ordinal)); // whom to ask
        Assert.All(new[] { endedPage, revokedPage }, page => Assert.DoesNotContain("m3u8", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gives_no_further_segment_once_revoked_in_the_middle_of_playing()
    {
        var (link, token) = await Share();
        using var recipient = await Recipient.Open(call.Product, link, token);
        var hls = recipient.Hls;
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
        using var recipient = await Recipient.Open(call.Product, link, token);
        var hls = recipient.Hls;
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

    [Fact]
    public async Task A_session_from_before_a_change_reaches_no_further_than_the_change_lets_it()
    {
        var (link, token) = await Share();
        using var recipient = await Recipient.Open(call.Product, link, token);
        var cookie = $"rm_share={recipient.Session}";
        var (segments, stills) = ((await recipient.Hls.Rendition("mix")).Segments, (await recipient.Hls.Rendition("video")).Stills);
        await using var player = await CaptureListener.At(recipient.Http, $"/share/{link}/media/changes");
        var shown = (await player.Next()).Json.GetProperty("shows").GetString();
        string[] hidden = [segments[0].Address, segments[^1].Address, stills[0]];
        foreach (var address in hidden)
        {
            Assert.Equal(HttpStatusCode.OK, (await Fetch(cookie, address)).Status);
        }

        var changed = await Change(new { part = new { from = 9, to = 22 }, withoutChat = true });

        var unknown = await Fetch("", "/share/lnk_00000000000000000000000000000000/media/mix/obj_00000000000000000000000000000000/0.m4s");
        foreach (var address in hidden)
        {
            Assert.Equal(unknown, await Fetch(cookie, address));
        }

        var inside = (await recipient.Hls.Rendition("mix")).Segments;
        Assert.Equal(HttpStatusCode.OK, (await Fetch(cookie, inside[0].Address)).Status);
        Assert.True(inside.Count < segments.Count - 1);
        Assert.NotEqual(shown, (await player.Next()).Json.GetProperty("shows").GetString());
        Assert.DoesNotContain("milestone two", (await Page($"/share/{link}", recipient.Cookies)).Body, StringComparison.Ordinal); // of the chat
        Assert.Equal(recipient.Session, cookie["rm_share=".Length..]);

        await Change(changed.GetProperty("was")); // and back, with the same token
        Assert.All(await Task.WhenAll(hidden.Select(a => Fetch(cookie, a))), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        using var again = await Recipient.Open(call.Product, link, token);
        Assert.Equal(HttpStatusCode.OK, again.Page.Status);

        async Task<JsonElement> Change(object under)
        {
            using var answer = await call.Product.Http.PutAsJsonAsync(new Uri($"/api/v1/share-links/{link}", UriKind.Relative), under, Ct);
            return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct))!;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // nothing tells of it: the next heartbeat looks
    public async Task Tells_an_open_player_that_it_was_revoked_or_ended(bool revoked)
    {
        var (link, token) = await Share();
        using var recipient = await Recipient.Open(call.Product, link, token);
        await using var player = await CaptureListener.At(recipient.Http, $"/share/{link}/media/changes");
        Assert.True((await player.Next()).Json.GetProperty("ready").GetBoolean());

        await (revoked ? Revoke(link) : Expire(link));

        var (last, over) = (await player.Next(), await player.Next());
        Assert.Equal(("playback", "{}", "over"), (last.Name, last.Data, over.Name));
        await player.Ended();
        var dead = await Fetch(recipient.Cookies, $"/share/{link}/media/changes");
        Assert.Equal(HttpStatusCode.NotFound, dead.Status);
        Assert.Equal(await Fetch("rm_share=x", "/share/lnk_00000000000000000000000000000000/media/changes"), dead);
    }

    /// <summary>What is tried, with whose cookie and at which address.</summary>
    private static readonly Dictionary<string, Func<Loot, (string Cookie, string Address)>> Attacks = new()
    {
        ["no cookie"] = l => ("", l.Segment),
        ["the link's token, which opens nothing"] = l => ($"rm_share={l.Token}", l.Segment),
        ["the opening, which opens nothing"] = l => ($"rm_share={l.Recipient.Opened}", l.Segment),
        ["a tampered session"] = l => ($"rm_share={Flip(l.Recipient.Session)}", l.Segment),
        ["a session cut short"] = l => ($"rm_share={l.Recipient.Session[..^1]}", l.Segment),
        ["a session signed with a key that there is not"] = l => ($"rm_share=BA{l.Recipient.Session[2..]}", l.Segment),
        ["a session that has ended"] = l => ($"rm_share={l.Session(-TimeSpan.FromMinutes(5.1))}", l.Segment),
        ["a session that has ended, for a playlist"] = l => ($"rm_share={l.Session(-TimeSpan.FromMinutes(5.1))}", $"/share/{l.Link}/media/mix/index.m3u8"),
        ["a session of a clock that is ahead"] = l => ($"rm_share={l.Session(TimeSpan.FromMinutes(2))}", l.Segment),
        ["a session that began yesterday"] = l => ($"rm_share={l.Session(TimeSpan.Zero, started: -TimeSpan.FromHours(13))}", l.Segment),
        ["another recipient's session"] = l => ($"rm_share={l.OthersSession}", l.Segment),
        ["another recipient's link"] = l => (l.Cookie, l.Segment.Replace(l.Link, l.OtherLink, StringComparison.Ordinal)),
        ["another recipient's changes"] = l => (l.Cookie, $"/share/{l.OtherLink}/media/changes"),
        ["changes without a cookie"] = l => ("", $"/share/{l.Link}/media/changes"),
        ["a guessed link"] = l => (l.Cookie, l.Segment.Replace(l.Link, "lnk_00000000000000000000000000000000", StringComparison.Ordinal)),
        ["another rendition's object"] = l => (l.Cookie, l.OfObject(l.VideoObject)),
        ["a track as it was delivered"] = l => (l.Cookie, l.OfObject(l.Track)),
        ["a waveform"] = l => (l.Cookie, l.OfObject(l.Waveform)),
        ["a guessed object"] = l => (l.Cookie, l.OfObject("obj_00000000000000000000000000000000")),
        ["a segment past the end"] = l => (l.Cookie, l.OfNumber("99999")),
        ["a negative segment"] = l => (l.Cookie, l.OfNumber("-1")),
        ["a segment before the part that was shared"] = l => (l.Cookie, l.OfNumber("0")),
        ["a segment after the part that was shared"] = l => (l.Cookie, l.OfNumber((l.Last + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ["a small picture of before or after the part that was shared"] = l => (l.Cookie, l.HiddenStill),
        ["small pictures without a cookie"] = l => ("", $"/share/{l.Link}/media/video/stills.vtt"),
        ["somebody who is not in it"] = l => (l.Cookie, l.Segment.Replace("/mix/", "/prt_00000000000000000000000000000000/", StringComparison.Ordinal)),
        ["a file that the link does not allow"] = l => (l.Cookie, $"/share/{l.Link}/media/download.mp4"),
        ["a file without a cookie"] = l => ("", $"/share/{l.Link}/media/download.m4a"),
        ["the voice of somebody else, through a link for some"] = l => (l.SomeCookie, l.OthersVoice),
        ["the voice of somebody else, as if it were one's own"] = l => (l.SomeCookie, l.OwnVoice.Replace(l.OwnVoice.Split('/')[^2], l.OthersVoice.Split('/')[^2], StringComparison.Ordinal)),
        ["the camera of somebody else, through a link for some"] = l => (l.SomeCookie, l.OthersCamera),
        ["the mix, through a link for some"] = l => (l.SomeCookie, $"/share/{l.SomeLink}/media/{l.Segment.Split("/media/")[1]}"),
        ["the composite, through a link for some"] = l => (l.SomeCookie, $"/share/{l.SomeLink}/media/video/{l.VideoObject}/0.m4s"),
        ["small pictures, through a link for some"] = l => (l.SomeCookie, $"/share/{l.SomeLink}/media/video/stills.vtt"),
        ["a small picture, through a link for some"] = l => (l.SomeCookie, l.HiddenStill.Replace(l.Link, l.SomeLink, StringComparison.Ordinal)),
        ["nonsense"] = l => (l.Cookie, l.Segment.Replace("/mix/", "/nonsense/", StringComparison.Ordinal)),
    };

    public static TheoryData<string> Tried => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Tried))]
    public async Task Answers_every_attack_on_its_media_in_the_same_way(string attack)
    {
        var loot = await (_loot ??= Collect());
        Assert.Equal(HttpStatusCode.OK, (await Fetch(loot.Cookie, loot.Segment)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Fetch(loot.SomeCookie, loot.OwnVoice)).Status);
        var (cookie, address) = Attacks[attack](loot);

        Assert.Equal(await Fetch("", "/share/lnk_00000000000000000000000000000000/media/mix/obj_00000000000000000000000000000000/0.m4s"), await Fetch(cookie, address));
    }

    [Fact]
    public async Task Renews_a_session_that_is_used_and_takes_one_up_again_for_half_an_hour()
    {
        var loot = await (_loot ??= Collect());
        var playlist = $"/share/{loot.Link}/media/mix/index.m3u8";
        Assert.DoesNotContain("Set-Cookie", (await Fetch(loot.Cookie, playlist)).Headers, StringComparison.Ordinal);
        var (status, _, headers) = await Fetch($"rm_share={loot.Session(-TimeSpan.FromMinutes(2))}", playlist);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"path=/share/{loot.Link}; samesite=lax; httponly", headers, StringComparison.Ordinal);

        using var away = call.Product.Client(null);
        foreach (var (minutes, taken) in new[] { (29, true), (31, false) })
        {
            using var play = new HttpRequestMessage(HttpMethod.Post, $"/share/{loot.Link}/media/view");
            play.Headers.Add("X-Requested-With", "player");
            play.Headers.Add("Cookie", $"rm_share={loot.Session(-TimeSpan.FromMinutes(minutes))}");
            using var answer = await away.SendAsync(play, Ct);
            Assert.Equal(taken ? HttpStatusCode.NoContent : HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(taken, answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task A_play_that_is_used_up_a_code_that_was_used_and_a_forgotten_session_open_nothing()
    {
        var (link, token) = await Share(new { recipient = "Grace Hopper", sharedBy = "Miriam Falk", plays = 1, passphrase = "correct horse", mail = "grace@northquay.example" });
        using var recipient = await Recipient.Open(call.Product, link, token);
        Assert.DoesNotContain(token, recipient.Page.Address.ToString(), StringComparison.Ordinal); // no reload, no bookmark and no screenshot has it
        Assert.Contains($"action=\"/share/{link}?handler=Passphrase\"", recipient.Page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Harbour", recipient.Page.Body, StringComparison.Ordinal);
        await recipient.Send("Code", "code", "00000000"); // out of turn
        await recipient.Send("Passphrase", "passphrase", "correct house");
        Assert.Contains("That is not the passphrase", recipient.Page.Body, StringComparison.Ordinal);
        await recipient.Send("Passphrase", "passphrase", "correct horse");
        Assert.Contains($"action=\"/share/{link}?handler=Code\"", recipient.Page.Body, StringComparison.Ordinal);
        await recipient.Send("Send");
        Assert.Contains("g…@northquay.example", WebUtility.HtmlDecode(recipient.Page.Body), StringComparison.Ordinal);
        var (to, text) = await call.Mail.Next(Ct);
        Assert.Equal("grace@northquay.example", to);
        var code = string.Concat(Code().Match(text).Value.Where(char.IsAsciiDigit));

        using var thief = await Recipient.Open(call.Product, link, token);
        await thief.Send("Passphrase", "passphrase", "correct horse");
        await thief.Send("Code", "code", code); // in another browser
        Assert.Contains("not a code that is good here", thief.Page.Body, StringComparison.Ordinal);
        await recipient.Send("Code", "code", code);
        Assert.Contains("data-player", recipient.Page.Body, StringComparison.Ordinal);
        await thief.Send("Code", "code", code); // and replayed
        Assert.Contains("not a code that is good here", thief.Page.Body, StringComparison.Ordinal);
        Assert.Equal("", thief.Session);

        // one play: no segment before it is counted, and none for whoever would be the second
        var hls = recipient.Hls;
        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOfPlaylist("mix"));
        Assert.Equal(HttpStatusCode.NoContent, await recipient.Play());
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOfPlaylist("mix"));
        await recipient.Reload();
        Assert.Equal(HttpStatusCode.NoContent, await recipient.Play()); // the same one
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf((await hls.Rendition("mix")).Segments[0].Address));
        var forgotten = Tickets().Write(Tickets().ReadSession(recipient.Session, WatchTickets.GoodFor)! with { PlayedAt = null, Session = Guid.NewGuid() });
        Assert.Equal(HttpStatusCode.NotFound, (await Fetch($"rm_share={forgotten}", $"{recipient.Media}/mix/index.m3u8")).Status);
        using var second = await Recipient.Open(call.Product, link, token);
        Assert.Equal(HttpStatusCode.Gone, second.Page.Status);

        // what was watched, inside what there is
        using var watched = await recipient.Http.PostAsJsonAsync(new Uri($"{recipient.Media}/watched", UriKind.Relative), new { ranges = new[] { new[] { 1.5, 3.2 }, [-5, 2], [70000, 80000] } }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, watched.StatusCode);
        var views = await call.Product.Until($"/api/v1/share-links/{link}/views", v => v[0].GetProperty("watched").GetArrayLength() > 0);
        Assert.Equal("""[{"from":0,"to":4}]""", views[0].GetProperty("watched").GetRawText());
        Assert.Equal(1, views.GetArrayLength());
        Assert.DoesNotContain(token, call.Product.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(recipient.Session, call.Product.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_nothing_but_its_own_media()
    {
        var (_, token) = await Share();
        foreach (var address in new[] { $"/recordings/{call.Recording}", $"/recordings/{call.Recording}/media/master.m3u8", "/api/v1/recordings", "/trail.csv" })
        {
            var (status, _, _) = await Fetch($"rm_link={token}; rm_share={token}", address);
            Assert.Contains(status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Found });
        }
    }

    private Task<(string Id, string Token)> Share() => Share(new { recipient = "Northquay board", sharedBy = "Miriam Falk" });

    private async Task<(string Id, string Token)> Share(object under)
    {
        var link = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", under);
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

    private async Task<(HttpStatusCode Status, string Body, string Headers)> Page(string address, string cookie = "") => await Ask(cookie, address);

    private async Task<(HttpStatusCode Status, string Body, string Headers)> Fetch(string cookie, string address)
    {
        var (status, body, headers) = await Ask(cookie, address);
        return (status, TraceId().Replace(body, ""), headers);
    }

    private async Task<(HttpStatusCode Status, string Body, string Headers)> Ask(string cookie, string address)
    {
        using var stranger = call.Product.Client(null);
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie.Length == 0 ? null : cookie);
        using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative), Ct);
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "Content-Length")).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), headers);
    }

    /// <summary>Signs as the product does: with its key, an attacker could make what these make.</summary>
    private WatchTickets Tickets() => new(
        new LinkSigner(new LinkKeyFiles(new StorageOptions { Root = call.Product.DataFolder, KeysFolder = Path.Combine(call.Product.DataFolder, "keys") }, TimeProvider.System)), TimeProvider.System);

    private string Opened(Recipient recipient, TimeSpan at) =>
        Tickets().Write(Tickets().ReadOpened(recipient.Opened)! with { At = TimeProvider.System.GetUtcNow() + at });

    /// <summary>Another character in the middle.</summary>
    private static string Flip(string token) => token[..(token.Length / 2)] + (token[token.Length / 2] == 'A' ? 'B' : 'A') + token[((token.Length / 2) + 1)..];

    /// <summary>A link to seconds 8 to 24 of the call, opened, and another one.</summary>
    private async Task<Loot> Collect()
    {
        var (link, token) = await Share(new { recipient = "Northquay board", sharedBy = "Miriam Falk", part = new { from = 9, to = 22 } });
        var (other, otherToken) = await Share();
        var recipient = await Recipient.Open(call.Product, link, token);
        using var theirs = await Recipient.Open(call.Product, other, otherToken);
        var segments = (await recipient.Hls.Rendition("mix")).Segments;
        var video = await recipient.Hls.Rendition("video");
        var hidden = (await Hls.Of(call).Rendition("video")).Stills.Select(s => s.Replace($"/recordings/{call.Recording}/", $"/share/{link}/", StringComparison.Ordinal)).Except(video.Stills)
            .First(s => s.Contains(video.Init.Split('/')[^2], StringComparison.Ordinal) || video.Segments.Any(v => v.Address.Split('/')[^2] == s.Split('/')[^2])); // of a scene of which they see the rest
        Assert.All(await Task.WhenAll(video.Stills.Select(recipient.Hls.StatusOf)), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.NotEmpty(video.Stills);
        var (alice, theOther) = (call.Id("Alice Okafor"), call.Id("Bob Lindqvist"));
        var (some, someToken) = await Share(new { recipient = "Alice's team", sharedBy = "Miriam Falk", speakers = new[] { alice } });
        using var few = await Recipient.Open(call.Product, some, someToken);
        Assert.DoesNotContain("Lindqvist", few.Page.Body, StringComparison.Ordinal);
        Assert.Contains("You hear", few.Page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Lindqvist", (await Fetch($"rm_share={few.Session}", $"/share/{some}/media/master.m3u8")).Body, StringComparison.Ordinal);
        var camera = new TrackId((await call.Product.Database.Ask<Guid>($"select id from tracks where kind = 'Camera' and participant_id = '{Participant(theOther)}'"))[0]).ToString();
        var mine = Tickets().ReadSession(recipient.Session, WatchTickets.GoodFor)!;
        return new Loot(
            link, token, recipient, segments[0].Address, int.Parse(segments[^1].Address.Split('/')[^1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture), other, theirs.Session,
            video.Init.Split('/')[^2], hidden,
            new MediaObjectId((await call.Product.Database.Ask<Guid>("select object_id from tracks limit 1"))[0]).ToString(),
            new MediaObjectId((await call.Product.Database.Ask<Guid>("select object_id from derivatives where kind = 'Waveform' limit 1"))[0]).ToString(),
            some, $"rm_share={few.Session}", (await few.Hls.Rendition(alice)).Segments[0].Address, Through(some, (await Hls.Of(call).Rendition(theOther)).Segments[0].Address), Through(some, (await Hls.Of(call).Rendition(camera)).Segments[0].Address),
            (issued, started) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                return Tickets().Write(mine with { IssuedAt = now + issued, StartedAt = now + (started ?? (issued < TimeSpan.Zero ? issued : TimeSpan.Zero)) });
            });
    }

    private static Guid Participant(string id) => ParticipantId.TryParse(id, out var parsed) ? parsed.Value : default;

    private string Through(string link, string address) => address.Replace($"/recordings/{call.Recording}/", $"/share/{link}/", StringComparison.Ordinal);

    /// <param name="Segment">Of the mix, and the recipient gets it.</param>
    /// <param name="Last">The number of the last one they get.</param>
    private sealed record Loot(
        string Link, string Token, Recipient Recipient, string Segment, int Last, string OtherLink, string OthersSession, string VideoObject, string HiddenStill, string Track, string Waveform,
        string SomeLink, string SomeCookie, string OwnVoice, string OthersVoice, string OthersCamera, Func<TimeSpan, TimeSpan?, string> SessionOf)
    {
        public string Cookie => $"rm_share={Recipient.Session}";

        public string OfObject(string id) => Segment.Replace(Segment.Split('/')[^2], id, StringComparison.Ordinal);

        public string OfNumber(string number) => Segment[..(Segment.LastIndexOf('/') + 1)] + number + ".m4s";

        public string Session(TimeSpan issued, TimeSpan? started = null) => SessionOf(issued, started);
    }

    [GeneratedRegex(@"\d{4} \d{4}")]
    private static partial Regex Code();

    /// <summary>A number of the request, not of what was asked.</summary>
    [GeneratedRegex(@"""traceId"":""[^""]*""")]
    private static partial Regex TraceId();
}
