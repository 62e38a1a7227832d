using System.Globalization;
using System.Net;
using System.Text;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>Chandra was in the call and has not answered yet; then she agrees; then she changes her mind.</summary>
public sealed class WithoutConsent
{
    private const string Chandra = "Chandra Rao";

    private static readonly string[] HerWords = [.. Truth.Chat.Where(m => m.Name == Chandra && m.Text.Length >= 8).Select(m => m.Text)];

    [Fact]
    public async Task No_page_no_route_and_no_link_gives_a_byte_of_her_and_consent_releases_and_withdraws_it()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        var delivery = await product.DeliverJanusCallA();
        var recording = await product.Ingested(delivery);
        await product.Derived(recording);
        var hls = new Hls(product.Http, $"/recordings/{recording}/media");
        var her = await product.Participant(recording, Chandra);
        var link = await Share(product, recording);

        // not answered: everything that there is, is fetched
        var before = await Everything(product, recording, delivery, link);
        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOfPlaylist(her));
        AssertNothingOf(Delivered(), before);
        AssertWordsAreHidden(before);
        Assert.DoesNotContain("chandra-camera", await Sources(product, recording));

        // she agrees: nobody has to do anything more
        await product.Consents(recording, Chandra, "granted");
        await product.Until($"/api/v1/recordings/{recording}/consent", c => c.EnumerateArray().All(p => p.GetProperty("mayPlay").GetBoolean()));
        await product.Derived(recording, until: () => hls.StatusOfPlaylist(her));
        Assert.Contains("chandra-camera", await Sources(product, recording));
        Assert.Equal(Truth.Audible(Chandra).Count, (await Judge.Speech(await hls.Whole(her))).Count);
        var withHer = await Everything(product, recording, delivery, link);
        Assert.Contains(withHer.Values, body => Contains(body, HerWords[0]));

        // what only she has in it: her stem, and the scenes and the mix with her
        var alone = new Needles().AddSlices("her stem", await hls.Whole(her), 64, 48);
        Assert.NotEmpty(Hits(alone, withHer));
        AssertNothingOf(alone, before);

        // she withdraws: gone with the very next request
        var old = (await hls.Rendition(her)).Addresses.Concat((await hls.Rendition("mix")).Addresses).Concat(await ScenesWithHer(product, recording, hls)).ToList();
        await product.Consents(recording, Chandra, "withdrawn");
        foreach (var address in old)
        {
            Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOf(address));
        }

        await product.Until($"/api/v1/recordings/{recording}", r => r.GetProperty("participants").EnumerateArray().Single(p => p.GetProperty("id").GetString() == her).GetProperty("state").GetString() == "quarantined");
        await product.Derived(recording, until: () => hls.StatusOfPlaylist("mix"));
        var after = await Everything(product, recording, delivery, link);
        AssertNothingOf(alone, after);
        AssertNothingOf(Delivered(), after);
        AssertWordsAreHidden(after);
        Assert.DoesNotContain("chandra-camera", await Sources(product, recording));
        Say($"{before.Count}, {withHer.Count} and {after.Count} addresses crawled; {before.Values.Sum(b => b.Length) / 1048576.0:F1} MiB without her");
    }

    /// <summary>As admin with the key, and as the recipient of a link.</summary>
    private static async Task<Dictionary<string, byte[]>> Everything(RunningProduct product, string recording, string delivery, (string Id, string Token) link)
    {
        var participants = (await product.Participants(recording)).Values.Select(p => p.GetProperty("id").GetString()!).ToList();
        var admin = new Crawler(product.Http);
        admin.Add("/");
        admin.Add($"/recordings/{recording}");
        await admin.AddApi(new Dictionary<string, IEnumerable<string>>
        {
            ["recording"] = [recording],
            ["call"] = [recording],
            ["delivery"] = [delivery],
            ["participant"] = participants,
            ["request"] = ["era_00000000000000000000000000000000"],
            ["number"] = ["1"],
            ["link"] = [link.Id],
        });
        AddMedia(admin, $"/recordings/{recording}/media", participants);
        await admin.Run();

        using var recipient = await Recipient.Open(product, link.Id, link.Token);
        var watcher = new Crawler(recipient.Http);
        watcher.Add($"/share/{link.Id}");
        AddMedia(watcher, $"/share/{link.Id}/media", participants);
        await watcher.Run();

        Assert.Contains(admin.Seen.Keys, a => a.EndsWith(".m4s", StringComparison.Ordinal));
        Assert.Contains(watcher.Seen.Keys, a => a.EndsWith(".m4s", StringComparison.Ordinal));
        Assert.DoesNotContain(admin.Seen.Concat(watcher.Seen), s => s.Value.Status == HttpStatusCode.InternalServerError);
        return admin.Seen.Concat(watcher.Seen.Select(s => KeyValuePair.Create("link " + s.Key, s.Value))).ToDictionary(s => s.Key, s => s.Value.Body);
    }

    private static void AddMedia(Crawler crawler, string media, IEnumerable<string> participants)
    {
        foreach (var rendition in participants.Concat(["mix", "video"]))
        {
            crawler.Add($"{media}/{rendition}/index.m3u8");
        }

        crawler.Add($"{media}/master.m3u8");
    }

    private static async Task<(string Id, string Token)> Share(RunningProduct product, string recording)
    {
        var link = await product.Post($"/api/v1/recordings/{recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        var token = new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1];
        return (link.GetProperty("id").GetString()!, token);
    }

    private static async Task<IEnumerable<string>> Sources(RunningProduct product, string recording)
    {
        var (planned, scenes) = await PlannedScenes.Of(product, recording);
        var identities = (await product.Participants(recording)).ToDictionary(p => ParticipantId.TryParse(p.Value.GetProperty("id").GetString(), out var id) ? id : default, p => p.Key.Split(' ')[0].ToLowerInvariant());
        var whole = await new Hls(product.Http, $"/recordings/{recording}/media").Whole("video");
        return (await CompositeView.Look(whole, planned, scenes, identities)).Where(s => s.Drawn is not null).Select(s => s.Source).Distinct();
    }

    private static async Task<IEnumerable<string>> ScenesWithHer(RunningProduct product, string recording, Hls hls)
    {
        var (planned, scenes) = await PlannedScenes.Of(product, recording);
        var her = planned.Participants.Single(p => p.Location == "IN").Id;
        var hers = (await hls.Rendition("video")).Addresses.ToList();
        var objects = await product.Database.Ask<Guid>($"select object_id from derivatives where kind = 'Scene' and ordinal in ({string.Join(',', scenes.Where(s => s.Tracks.Any(t => t.Participant == her)).Select(s => s.Ordinal))})");
        return hers.Where(a => objects.Any(o => a.Contains(new MediaObjectId(o).ToString(), StringComparison.Ordinal)));
    }

    /// <summary>Slices of what she sent, as it was delivered.</summary>
    private static Needles Delivered()
    {
        var needles = new Needles();
        foreach (var (name, path) in Deliveries.JanusCallA.Where(f => f.Name.Contains("4493703763696324", StringComparison.Ordinal) && f.Name.EndsWith(".mjr", StringComparison.Ordinal) && !f.Name.Contains("data", StringComparison.Ordinal)))
        {
            needles.AddSlices(name, File.ReadAllBytes(path), 64, 48);
        }

        return needles;
    }

    private static void AssertNothingOf(Needles needles, Dictionary<string, byte[]> bodies) => Assert.Empty(Hits(needles, bodies));

    private static List<string> Hits(Needles needles, Dictionary<string, byte[]> bodies) =>
        [.. bodies.SelectMany(b => needles.Search(new MemoryStream(b.Value)).Distinct().Select(n => $"{n} in {b.Key}"))];

    private static void AssertWordsAreHidden(Dictionary<string, byte[]> bodies) =>
        Assert.All(HerWords, word => Assert.DoesNotContain(bodies, b => Contains(b.Value, word)));

    private static bool Contains(byte[] body, string word) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
