using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>
/// The sample call with all three, from which Bob is then erased; and the same call in another product, in which he never
/// agreed. Tests look at what was seen before, at once and at the end.
/// </summary>
public sealed class ErasedBob : IAsyncLifetime
{
    private RunningProduct? _product;
    private RunningProduct? _without;

    public RunningProduct Product => _product!;

    public RunningProduct Without => _without!;

    public string Recording { get; private set; } = "";

    public string RecordingWithout { get; private set; } = "";

    public string CopiedStorage { get; } = Directory.CreateTempSubdirectory("records-copy-").FullName;

    /// <summary>Participant ids by name.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    public Dictionary<string, byte[]> StemsBefore { get; } = [];

    public IReadOnlyList<string> ObjectsWithBob { get; private set; } = [];

    public IReadOnlyList<string> ObjectsWithoutBob { get; private set; } = [];

    /// <summary>Addresses of everything that could be heard and seen with Bob in it, and what they answered right after the request.</summary>
    public Dictionary<string, (HttpStatusCode Before, HttpStatusCode AtOnce)> OldAddresses { get; } = [];

    public string ShareToken { get; private set; } = "";

    public string ShareLink { get; private set; } = "";

    /// <summary>While he was still in them.</summary>
    public string CaptionsBefore { get; private set; } = "";

    public JsonElement Erasure { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _product = await RunningProduct.Start(withSample: true);
        Recording = await Ingest(Product, ("Chandra Rao", "granted"));
        await Transcribe();
        await Product.Derived(Recording); // they agreed to sharing too: mixes and scenes for recipients alone go
        await Look();
        await Share();
        await CopyStorage();
        await Erase();

        _without = await RunningProduct.Start(withSample: true);
        RecordingWithout = await Ingest(Without, ("Chandra Rao", "granted"), ("Bob Lindqvist", "withdrawn"));
    }

    public async ValueTask DisposeAsync()
    {
        await (_product?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_without?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(CopiedStorage, recursive: true);
    }

    private static async Task<string> Ingest(RunningProduct product, params (string Name, string Answer)[] answers)
    {
        var recording = await product.OnlyRecording();
        foreach (var (name, answer) in answers)
        {
            await product.Consents(recording, name, answer);
        }

        await product.Ingested(await product.DeliverJanusCallA());
        await product.Derived(recording);
        return recording;
    }

    /// <summary>Everybody agrees to it; a supplied correct transcript is taken in, a line of it edited, and approved.</summary>
    private async Task Transcribe()
    {
        foreach (var name in Truth.Names)
        {
            await Product.Post(
                $"/api/v1/calls/{Recording}/participants/{await Product.Participant(Recording, name)}/consent",
                new { kind = "granted", method = "click", language = "en", purposes = new[] { "recording", "transcription", "sharing" } });
        }

        var content = await File.ReadAllTextAsync(Fixtures.At("janus-call-a/transcript.en.vtt"));
        var id = (await Product.Post($"/api/v1/recordings/{Recording}/transcripts", new { format = "webvtt", language = "en", content })).GetProperty("id").GetString();
        var draft = await Product.Json($"/api/v1/recordings/{Recording}/transcript");
        var last = draft.GetProperty("lines").EnumerateArray().Last();
        using var edited = await Product.Http.PostAsJsonAsync(
            new Uri($"/api/v1/recordings/{Recording}/transcripts/{id}/edits", UriKind.Relative),
            new
            {
                version = draft.GetProperty("version").GetInt32(),
                lines = new[] { new { instead = last.GetProperty("id").GetString(), participant = last.GetProperty("participant").GetString(), fromMs = last.GetProperty("fromMs").GetInt64(), toMs = last.GetProperty("toMs").GetInt64(), text = "Thank you all. Action item for Alice: write the release notes by Friday." } },
            });
        Assert.Equal(HttpStatusCode.NoContent, edited.StatusCode);
        using var approved = await Product.Http.PostAsJsonAsync(
            new Uri($"/api/v1/recordings/{Recording}/transcripts/{id}/approve", UriKind.Relative),
            new { version = (await Product.Json($"/api/v1/recordings/{Recording}/transcript")).GetProperty("version").GetInt32() });
        Assert.Equal(HttpStatusCode.NoContent, approved.StatusCode);
        CaptionsBefore = await Product.Http.GetStringAsync(new Uri($"/recordings/{Recording}/media/captions.vtt", UriKind.Relative));
    }

    private async Task Look()
    {
        foreach (var (name, participant) in await Product.Participants(Recording))
        {
            Ids[name] = participant.GetProperty("id").GetString()!;
        }

        var bob = (await Product.Participants(Recording))["Bob Lindqvist"].GetProperty("person").GetString()!;
        Assert.True(PersonId.TryParse(bob, out var person));
        ObjectsWithBob = await Objects($"'{person.Value}' = any(persons)");
        ObjectsWithoutBob = await Objects($"not '{person.Value}' = any(persons)");

        var hls = new Hls(Product.Http, $"/recordings/{Recording}/media");
        foreach (var name in Truth.Names)
        {
            StemsBefore[name] = await hls.Whole(Ids[name]);
        }

        foreach (var rendition in new[] { "video", "mix", Ids["Bob Lindqvist"] })
        {
            foreach (var address in (await hls.Rendition(rendition)).Addresses.Where(a => ObjectsWithBob.Any(o => a.Contains(o, StringComparison.Ordinal))))
            {
                OldAddresses[address] = (await hls.StatusOf(address), default);
            }
        }
    }

    private async Task<IReadOnlyList<string>> Objects(string condition) =>
        [.. (await Product.Database.Ask<Guid>($"select object_id from derivatives where {condition}")).Select(id => new MediaObjectId(id).ToString())];

    private async Task Share()
    {
        var link = await Product.Post($"/api/v1/recordings/{Recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        var address = link.GetProperty("address").GetString()!;
        ShareToken = address[(address.LastIndexOf('/') + 1)..];
        ShareLink = link.GetProperty("id").GetString()!;
    }

    /// <summary>With what an attacker could have besides: the wrapped keys of the objects as they were. Only the person's key is missing later.</summary>
    private async Task CopyStorage()
    {
        await StorageFolder.Copy(StorageFolder.Of(Product), CopiedStorage);
        await Product.Database.Tell("create schema attic; create table attic.objects as select * from media_objects; create table attic.shares as select * from object_shares");
    }

    private async Task Erase()
    {
        var bob = (await Product.Participants(Recording))["Bob Lindqvist"].GetProperty("person").GetString();
        var request = (await Product.Post("/api/v1/erasure-requests", new { person = bob })).GetProperty("id").GetString();

        var hls = new Hls(Product.Http, $"/recordings/{Recording}/media");
        foreach (var address in OldAddresses.Keys.ToList())
        {
            OldAddresses[address] = OldAddresses[address] with { AtOnce = await hls.StatusOf(address) };
        }

        Erasure = await Product.Until($"/api/v1/erasure-requests/{request}", e => e.GetProperty("state").GetString() == "completed");
        await Product.Derived(Recording);
    }
}
