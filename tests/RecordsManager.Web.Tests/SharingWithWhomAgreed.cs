using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The real call, in which everybody agreed to the recording and Bob takes back that it may be shown to others.</summary>
public sealed class SharingWithWhomAgreed
{
    private const string Alice = "Alice Okafor";
    private const string Bob = "Bob Lindqvist";
    private const string Chandra = "Chandra Rao";
    private const int Rate = 48_000;

    /// <summary>Seconds in which nobody but Bob speaks.</summary>
    private static readonly (double From, double To) OnlyBob = (32.7, 36.3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_plays_nothing_of_who_takes_the_sharing_back_and_the_organization_still_hears_them()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        var recording = await product.OnlyRecording();
        await Says(product, recording, Alice, "granted", "recording", "sharing");
        await Says(product, recording, Bob, "granted", "recording", "sharing");
        await Says(product, recording, Chandra, "granted", "recording"); // to sharing she never agreed
        await product.Ingested(await product.DeliverJanusCallA());
        await product.Derived(recording);
        var (bob, chandra) = (await product.Participant(recording, Bob), await product.Participant(recording, Chandra));

        // whom it would play is said beforehand, and why not
        Assert.Equal([(Alice, true, ""), (Bob, true, ""), (Chandra, false, "PURPOSE_NOT_CONSENTED")], await Preview(product, recording));
        var (id, token) = await Share(product, recording);
        using var recipient = await Recipient.Open(product, id, token);
        var link = recipient.Hls;
        var mine = new Hls(product.Http, $"/recordings/{recording}/media");
        Assert.Equal(HttpStatusCode.NotFound, await link.StatusOfPlaylist(chandra));
        Assert.Equal(HttpStatusCode.OK, await mine.StatusOfPlaylist(chandra));
        Assert.True(await LoudestWhileOnlyBobSpeaks(link) > 0.1f, "Bob is heard through the link.");
        Assert.DoesNotContain("chandra-camera", await Sources(product, recording, link));
        Assert.Contains("chandra-camera", await Sources(product, recording, mine));
        AssertChat(await Page(recipient), of: Bob, notOf: Chandra);

        // Bob takes the sharing back, and nothing else: gone for the link with the very next request
        var old = (await link.Rendition("mix")).Addresses.Concat((await link.Rendition("video")).Addresses).Concat((await link.Rendition(bob)).Addresses).ToList();
        var his = (await mine.Rendition(bob)).Addresses.ToList();
        Assert.Contains(old, a => a.EndsWith(".jpg", StringComparison.Ordinal));
        await Says(product, recording, Bob, "withdrawn", "sharing");
        foreach (var address in old)
        {
            Assert.Equal(HttpStatusCode.NotFound, await link.StatusOf(address));
        }

        await product.Derived(recording, until: () => link.StatusOfPlaylist("mix"));
        Assert.Equal(HttpStatusCode.NotFound, await link.StatusOfPlaylist(bob));
        var silent = await LoudestWhileOnlyBobSpeaks(link);
        Assert.True(silent < 0.003f, $"{silent} while only Bob speaks");
        Assert.DoesNotContain(await Sources(product, recording, link), s => s is "bob-camera" or "bob-screen" or "chandra-camera");
        AssertChat(await Page(recipient), of: Alice, notOf: Bob);

        // the organization plays him as before
        Assert.All(await Task.WhenAll(his.Select(mine.StatusOf)), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.True(await LoudestWhileOnlyBobSpeaks(mine) > 0.1f);
        var consent = (await product.Json($"/api/v1/recordings/{recording}/consent")).EnumerateArray().Single(c => c.GetProperty("participant").GetString() == bob);
        Assert.Equal((true, "granted"), (consent.GetProperty("mayPlay").GetBoolean(), consent.GetProperty("answer").GetString()));

        // nobody is left: no new link, and the old one says so
        await Says(product, recording, Alice, "withdrawn", "sharing");
        await recipient.Reload();
        Assert.Equal(HttpStatusCode.Gone, recipient.Page.Status);
        Assert.Equal(HttpStatusCode.NotFound, await link.StatusOfPlaylist("mix"));
        using var refused = await product.Http.PostAsJsonAsync(new Uri($"/api/v1/recordings/{recording}/share-links", UriKind.Relative), new { recipient = "Northquay board" }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("share.nobody-agreed", (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString());

        // and who agrees again is in the link that was already there
        await Says(product, recording, Alice, "granted", "recording", "sharing");
        await product.Derived(recording, until: () => link.StatusOfPlaylist("mix"));
    }

    private static async Task Says(RunningProduct product, string recording, string name, string kind, params string[] purposes) =>
        await product.Post($"/api/v1/calls/{recording}/participants/{await product.Participant(recording, name)}/consent", new { kind, method = "click", language = "en", purposes });

    private static async Task<IEnumerable<(string, bool, string)>> Preview(RunningProduct product, string recording) =>
        (await product.Json($"/api/v1/recordings/{recording}/share-links/preview")).GetProperty("people").EnumerateArray().Select(p => (
            p.GetProperty("displayName").GetString()!, p.GetProperty("isIncluded").GetBoolean(), string.Join(' ', p.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()))));

    private static async Task<(string Id, string Token)> Share(RunningProduct product, string recording)
    {
        var link = await product.Post($"/api/v1/recordings/{recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        return (link.GetProperty("id").GetString()!, new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1]);
    }

    private static async Task<float> LoudestWhileOnlyBobSpeaks(Hls hls)
    {
        var samples = await Judge.Samples(await hls.Whole("mix"), Rate);
        return samples[(int)(OnlyBob.From * Rate)..(int)(OnlyBob.To * Rate)].Max(Math.Abs);
    }

    private static async Task<IEnumerable<string>> Sources(RunningProduct product, string recording, Hls hls)
    {
        // wherever somebody stands in the one or the other: what the link is wrongly given would be found too
        var (_, theirs) = await PlannedScenes.Of(product, recording, forRecipients: true);
        var (_, ours) = await PlannedScenes.Of(product, recording);
        var (_, seen) = await FrameScan.Of(await hls.Whole("video"), [.. theirs.Concat(ours).SelectMany(s => s.Scene!.Tiles)]);
        return [.. seen.Select(s => s.Source).Distinct()];
    }

    private static async Task<string> Page(Recipient recipient)
    {
        await recipient.Reload();
        return recipient.Page.Body;
    }

    private static void AssertChat(string page, string of, string notOf)
    {
        Assert.Contains(Words(of), word => page.Contains(WebUtility.HtmlEncode(word), StringComparison.Ordinal));
        Assert.DoesNotContain(Words(notOf), word => page.Contains(WebUtility.HtmlEncode(word), StringComparison.Ordinal));
        Assert.DoesNotContain(notOf, page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(string name) => Truth.Chat.Where(m => m.Name == name && m.Text.Length >= 8).Select(m => m.Text);
}
