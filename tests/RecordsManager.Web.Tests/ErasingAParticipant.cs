using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence;
using RecordsManager.ProductSupport;
using RecordsManager.Storage;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>Bob is forgotten: at once nobody can open anything of him; then what remains is made anew without him.</summary>
public sealed class ErasingAParticipant(ErasedBob call) : IClassFixture<ErasedBob>
{
    private static readonly string[] Others = ["Alice Okafor", "Chandra Rao"];

    private readonly Hls _hls = new(call.Product.Http, $"/recordings/{call.Recording}/media");

    [Fact]
    public void Takes_his_stem_the_old_mix_and_the_scenes_with_him_away_before_the_request_is_answered()
    {
        Assert.True(call.OldAddresses.Count > 40, $"only {call.OldAddresses.Count} segments");
        Assert.All(call.OldAddresses, old => Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), old.Value));
    }

    [Fact]
    public async Task Is_told_as_completed_with_what_it_took()
    {
        Assert.Equal(1, call.Erasure.GetProperty("recordings").GetInt32());
        Assert.True(call.Erasure.GetProperty("objects").GetInt32() >= 3 + 3); // his tracks; his stem and waveform, the mix, scenes
        Assert.Equal(HttpStatusCode.NotFound, await _hls.StatusOfPlaylist(call.Ids["Bob Lindqvist"]));
        await StorageFolder.HoldsNoOrphan(call.Product);
    }

    [Fact]
    public async Task Makes_a_composite_of_the_same_bytes_as_where_he_never_agreed()
    {
        var never = new Hls(call.Without.Http, $"/recordings/{call.RecordingWithout}/media");

        Assert.Equal((await never.Rendition("video")).Segments.Select(s => s.Seconds), (await _hls.Rendition("video")).Segments.Select(s => s.Seconds));
        AssertSame(await never.Whole("video"), await _hls.Whole("video"));
    }

    [Fact]
    public async Task Makes_a_mix_of_the_same_bytes_as_where_he_never_agreed()
    {
        var never = new Hls(call.Without.Http, $"/recordings/{call.RecordingWithout}/media");

        AssertSame(await never.Whole("mix"), await _hls.Whole("mix"));
    }

    [Fact]
    public async Task Takes_his_words_from_captions_transcript_and_search_and_leaves_those_of_the_others()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.Contains("00:00:10.627 --> 00:00:15.314\n<v Bob Lindqvist>Hello, Bob here. The search index is slow", call.CaptionsBefore, StringComparison.Ordinal);
        Assert.Equal(7, call.CaptionsBefore.Split("<v ").Length - 1);

        using var recipient = await Recipient.Open(call.Product, call.ShareLink, call.ShareToken);
        using var shared = await recipient.Http.GetAsync(new Uri($"{recipient.Media}/captions.vtt", UriKind.Relative), ct);
        Assert.Equal(("text/vtt", true), (shared.Content.Headers.ContentType?.MediaType, shared.Headers.CacheControl?.NoStore));
        foreach (var captions in new[] { await shared.Content.ReadAsStringAsync(ct), await call.Product.Http.GetStringAsync(new Uri($"/recordings/{call.Recording}/media/captions.vtt", UriKind.Relative), ct) })
        {
            Assert.Equal(5, captions.Split("<v ").Length - 1);
            Assert.DoesNotMatch("Bob|search index", captions);
            Assert.Contains("<v Alice Okafor>Thank you all. Action item for Alice: write the release notes by Friday.", captions, StringComparison.Ordinal);
        }

        Assert.Empty((await call.Product.Json("/api/v1/words?q=search%20index")).EnumerateArray());
        Assert.Equal(["Alice Okafor", "Chandra Rao"], (await call.Product.Json("/api/v1/words?q=FOURTEENTH")).EnumerateArray().Select(h => h.GetProperty("by").GetString()!));
        Assert.Equal(["chat"], (await call.Product.Json("/api/v1/words?q=milestone%20bug")).EnumerateArray().Select(h => h.GetProperty("where").GetString()!));
    }

    [Fact]
    public async Task A_part_that_is_shared_has_the_words_that_lie_wholly_in_it_counted_from_its_beginning()
    {
        var made = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk", part = new { from = 25, to = 31 }, plays = 1 });
        var (from, to) = (made.GetProperty("part").GetProperty("from").GetDouble(), made.GetProperty("part").GetProperty("to").GetDouble());
        using var recipient = await Recipient.Open(call.Product, made.GetProperty("id").GetString()!, made.GetProperty("address").GetString()!.Split('/')[^1]);

        using var late = await Recipient.Open(call.Product, made.GetProperty("id").GetString()!, made.GetProperty("address").GetString()!.Split('/')[^1]);
        Assert.Equal(HttpStatusCode.NoContent, await recipient.Play());
        Assert.Equal(HttpStatusCode.NotFound, await late.Hls.StatusOf($"{late.Media}/captions.vtt")); // the one play is not theirs
        var captions = await recipient.Http.GetStringAsync(new Uri($"{recipient.Media}/captions.vtt", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.InRange((from, to), (22, 29.360), (25, 34));
        var chandra = TimeSpan.FromMilliseconds(26_164 - Math.Floor(from * 1000));
        Assert.Contains($"{chandra:hh\\:mm\\:ss\\.fff} --> ", captions, StringComparison.Ordinal);
        Assert.Equal(24.658 >= from, captions.Contains("I propose that we ship", StringComparison.Ordinal));
        Assert.DoesNotMatch("Good morning|release notes|old database", captions + recipient.Page.Body);
    }

    [Fact]
    public async Task Leaves_him_in_the_drawing_of_consent_as_an_erased_person_and_the_others_by_name()
    {
        var page = await call.Product.Http.GetStringAsync(new Uri($"/recordings/{call.Recording}/consent", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("Erased person: erased, nothing left", page, StringComparison.Ordinal);
        Assert.All(Others, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Bob", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Lindqvist", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_silence_where_he_alone_spoke()
    {
        var mix = await Judge.Samples(await _hls.Whole("mix"), 8000);

        var others = Others.SelectMany(Truth.Audible).ToList();
        foreach (var (from, to) in Truth.Audible("Bob Lindqvist"))
        {
            Assert.DoesNotContain(others, o => o.From < to && from < o.To);
            Assert.True(mix[(int)(from * 8000)..(int)(to * 8000)].Max(Math.Abs) < 0.01f);
        }

        Assert.All(others, o => Assert.True(mix[(int)(o.From * 8000)..(int)(o.To * 8000)].Max(Math.Abs) > 0.1f));
    }

    [Fact]
    public async Task Shows_no_face_and_no_screen_of_him_in_the_time_in_which_he_shared_it()
    {
        var (recording, scenes) = await PlannedScenes.Of(call.Product, call.Recording);
        var identities = call.Ids.ToDictionary(p => ParticipantId.TryParse(p.Value, out var id) ? id : default, p => p.Key.Split(' ')[0].ToLowerInvariant());

        var sights = await CompositeView.Look(await _hls.Whole("video"), recording, scenes, identities);

        Assert.Equal(["alice-camera", "chandra-camera"], sights.Select(s => s.Source).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(scenes.SelectMany(s => s.Scene!.Tiles).Count(), scenes.SelectMany(s => s.Tracks).Count());
        Assert.All(sights.Where(s => s.At is > 16 and < 30 && s.Source == "alice-camera"), s => Assert.NotNull(s.Drawn));
    }

    [Fact]
    public async Task Leaves_the_others_stems_as_they_were_to_the_byte()
    {
        foreach (var name in Others)
        {
            AssertSame(call.StemsBefore[name], await _hls.Whole(call.Ids[name]));
        }
    }

    [Fact]
    public async Task Leaves_no_word_of_his_in_the_chat_and_every_word_of_the_others()
    {
        var chat = (await call.Product.Json($"/api/v1/recordings/{call.Recording}/chat")).EnumerateArray().Select(m => m.GetProperty("text").GetString()).ToList();

        Assert.Equal(Truth.Chat.Select(m => m.Name == "Bob Lindqvist" ? null : m.Text), chat);
    }

    [Fact]
    public async Task Is_on_the_trail_without_his_name()
    {
        var trail = await call.Product.Http.GetStringAsync(new Uri("/api/v1/consent-trail", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("recording.redacted", trail, StringComparison.Ordinal);
        Assert.Contains("erasure", trail, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", trail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("lindqvist", trail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Leaves_his_name_in_no_answer_and_in_no_row()
    {
        foreach (var part in new[] { "", "/tracks", "/chat", "/consent", "/history" })
        {
            var answer = await call.Product.Http.GetStringAsync(new Uri($"/api/v1/recordings/{call.Recording}{part}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.DoesNotContain("lindqvist", answer, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var table in await call.Product.Database.Ask<string>("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        {
            Assert.DoesNotContain(await call.Product.Database.Ask<string>($"select t::text from {table} t"), row => row.Contains("lindqvist", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Keeps_a_link_working_without_him()
    {
        using var recipient = await Recipient.Open(call.Product, call.ShareLink, call.ShareToken);
        var shared = recipient.Hls;

        AssertSame(await _hls.Whole("video"), await shared.Whole("video"));
        AssertSame(await _hls.Whole("mix"), await shared.Whole("mix"));
        Assert.Equal(HttpStatusCode.NotFound, await shared.StatusOfPlaylist(call.Ids["Bob Lindqvist"]));
    }

    /// <summary>
    /// The attacker has the storage from before and every wrapped key from before; what is missing is Bob's own key. By
    /// design a scene is held by those who are seen in it: scenes and stems without Bob can still be opened, and only they.
    /// </summary>
    [Fact]
    public async Task Leaves_nothing_with_him_in_it_to_open_in_a_copy_of_the_storage_from_before()
    {
        await call.Product.Database.Tell(
            "create table attic.now as select id from media_objects; "
            + "insert into media_objects select * from attic.objects where id not in (select id from media_objects); "
            + "insert into object_shares select * from attic.shares s where (object_id, ordinal) not in (select object_id, ordinal from object_shares)");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddApplication().AddPersistence(call.Product.Database.AppConnectionString)
            .AddStorage(new StorageOptions { Root = call.CopiedStorage, KeysFolder = Path.Combine(call.Product.DataFolder, "keys") });
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var vault = scope.ServiceProvider.GetRequiredService<IObjectVault>();
        var organization = new OrganizationId((await call.Product.Database.Ask<Guid>("select id from organizations"))[0]);
        var hisTracks = await call.Product.Database.Ask<Guid>("select object_id from tracks where state = 'Erased'");

        Assert.Equal(3, hisTracks.Count);
        foreach (var id in call.ObjectsWithBob.Select(Parse).Concat(hisTracks.Select(t => new MediaObjectId(t))))
        {
            var refused = await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(organization, id, TestContext.Current.CancellationToken));
            Assert.Equal(UnreadableReason.KeyDestroyed, refused.Reason);
        }

        Assert.True(call.ObjectsWithoutBob.Count > 4);
        foreach (var id in call.ObjectsWithoutBob.Select(Parse))
        {
            await using var reader = await vault.Open(organization, id, TestContext.Current.CancellationToken);
            Assert.True(reader.Length > 0);
        }
    }

    private static void AssertSame(byte[] expected, byte[] actual) => Assert.Equal((expected.Length, Hash(expected)), (actual.Length, Hash(actual)));

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static MediaObjectId Parse(string text) => MediaObjectId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
