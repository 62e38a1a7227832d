using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>What an SFU sends by mistake or worse: each flaw has its own code, says what to do, and leaves nothing half-imported.</summary>
public sealed class RefusingBadDeliveries(RefusingBadDeliveries.EmptyProduct fixture) : IClassFixture<RefusingBadDeliveries.EmptyProduct>
{
    private readonly RunningProduct _product = fixture.Product;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Flaws => new()
    {
        { "a file cut short in transit", "delivery.size-mismatch" },
        { "a file that ends in its own header", "media.truncated-header" },
        { "a file of noise", "media.corrupt" },
        { "a file that is noise after its first bytes", "media.unreadable" },
        { "a recording of noise", "media.corrupt" },
        { "a codec that nobody plays", "media.codec-unsupported" },
        { "a sound declared as picture", "media.kind-mismatch" },
        { "an empty file", "media.empty" },
        { "files without a byte", "delivery.empty" },
        { "no track", "delivery.no-tracks" },
        { "a wrong hash", "delivery.hash-mismatch" },
        { "a manifest that climbs out", "delivery.path-traversal" },
        { "somebody who is not listed", "delivery.unknown-participant" },
        { "recordings without the log that says whose they are", "delivery.unknown-participant" },
        { "a file that did not come", "delivery.file-missing" },
        { "no manifest", "delivery.manifest-missing" },
        { "a manifest that is no json", "delivery.manifest-malformed" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task Says_what_is_wrong_and_what_to_do_and_imports_nothing(string flaw, string code)
    {
        var before = await StorageFolder.HoldsNoOrphan(_product);
        var (adapter, files) = await Flawed(flaw);
        var delivery = await _product.Deliver(adapter, flaw, files);

        var refused = await _product.Settled(delivery);
        AssertRefused(refused, code);
        await AssertNothingImported();

        // once more, with the same result
        await _product.Post($"/api/v1/deliveries/{delivery}/retry", new { });
        AssertRefused(await _product.Until($"/api/v1/deliveries/{delivery}", d => d.GetProperty("status").GetString() == "failed" && d.GetProperty("attempts").GetInt32() == 2), code);
        await AssertNothingImported();

        // given up: no byte stays, the reason does
        await _product.Post($"/api/v1/deliveries/{delivery}/discard", new { });
        var discarded = await _product.Json($"/api/v1/deliveries/{delivery}");
        Assert.Equal("discarded", discarded.GetProperty("status").GetString());
        Assert.Equal(code, discarded.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(before, await StorageFolder.HoldsNoOrphan(_product));
        using var again = await _product.Http.PostAsync(new Uri($"/api/v1/deliveries/{delivery}/retry", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Theory]
    [InlineData("../escape.webm")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b.webm")]
    [InlineData("..\\b.webm")]
    [InlineData("C:\\b.webm")]
    [InlineData("a//b.webm")]
    [InlineData("")]
    public async Task Refuses_a_name_that_climbs_out_before_there_is_a_delivery(string name)
    {
        using var answer = await _product.Deliver("manifest", "climbing" + name, [(name, await _product.Upload([1, 2, 3]))]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("delivery.path-traversal", await Code(answer));
    }

    [Fact]
    public async Task Refuses_a_delivery_that_names_no_file()
    {
        using var answer = await _product.Deliver("manifest", "nothing", Array.Empty<(string, string)>());

        Assert.Equal((HttpStatusCode.BadRequest, "delivery.empty"), (answer.StatusCode, await Code(answer)));
    }

    [Fact]
    public async Task Refuses_an_upload_that_is_not_finished_and_one_that_never_was()
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", "10");
        using var created = await _product.Http.SendAsync(create, Ct);
        var unfinished = created.Headers.Location!.ToString().Split('/')[^1];

        foreach (var upload in new[] { unfinished, "upl_00000000000000000000000000000000", "nonsense" })
        {
            using var answer = await _product.Deliver("manifest", "unfinished", [("manifest.json", upload)]);
            Assert.Equal((HttpStatusCode.Conflict, "delivery.upload-missing"), (answer.StatusCode, await Code(answer)));
        }
    }

    [Fact]
    public async Task Refuses_an_adapter_that_does_not_exist()
    {
        using var answer = await _product.Deliver("zoom", "zoom", [("a", await _product.Upload([1]))]);

        Assert.Equal((HttpStatusCode.NotFound, "delivery.adapter-unknown"), (answer.StatusCode, await Code(answer)));
    }

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString();

    private static void AssertRefused(JsonElement delivery, string code)
    {
        Assert.Equal("failed", delivery.GetProperty("status").GetString());
        var error = delivery.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("whatToDo").GetString()!);
        Assert.Equal(JsonValueKind.Null, delivery.GetProperty("recording").ValueKind);
    }

    /// <summary>No recording, no person, no key, and no object but what was uploaded.</summary>
    private async Task AssertNothingImported()
    {
        foreach (var table in new[] { "recordings", "conversations", "participants", "persons", "person_keys", "tracks", "chat_messages", "derivatives" })
        {
            Assert.Equal(0, (await _product.Database.Ask<long>($"select count(*) from {table}"))[0]);
        }

        Assert.Equal(0, (await _product.Database.Ask<long>("select count(*) from media_objects where id not in (select object_id from upload_parts)"))[0]);
    }

    private static async Task<(string Adapter, IReadOnlyList<(string Name, byte[] Bytes)> Files)> Flawed(string flaw) => flaw switch
    {
        "a file cut short in transit" => ("manifest", Changed("flawed", "mira-camera-TR1.webm", b => b[..^100])),
        "a file that ends in its own header" => ("janus", Janus(b => b[..20])),
        "a file of noise" => ("manifest", await Replaced(_ => Task.FromResult(RandomNumberGenerator.GetBytes(5000)))),
        "a file that is noise after its first bytes" => ("manifest", await Replaced(original => Task.FromResult<byte[]>([.. original[..40], .. RandomNumberGenerator.GetBytes(5000)]))),
        "a recording of noise" => ("janus", Janus(b => [.. b[..200], .. RandomNumberGenerator.GetBytes(5000)])),
        "a codec that nobody plays" => ("manifest", await Replaced(_ => Judge.Ffmpeg([], "-f", "lavfi", "-i", "testsrc=d=1", "-c:v", "mpeg2video", "-f", "matroska", "-"))),
        "a sound declared as picture" => ("manifest", await Replaced(_ => Judge.Ffmpeg([], "-f", "lavfi", "-i", "sine=d=1", "-c:a", "libopus", "-f", "webm", "-"))),
        "an empty file" => ("manifest", await Replaced(_ => Task.FromResult(Array.Empty<byte>()))),
        "files without a byte" => ("manifest", [("manifest.json", []), ("mira-camera-TR1.webm", [])]),
        "no track" => ("manifest", WeriftCall.Files("flawed", m => m["tracks"] = new JsonArray())),
        "a wrong hash" => ("manifest", WeriftCall.Files("flawed", m => m["files"]![0]!["sha256"] = new string('0', 64))),
        "a manifest that climbs out" => ("manifest", WeriftCall.Files("flawed", m => m["files"]![0]!["uri"] = "../../etc/passwd")),
        "somebody who is not listed" => ("manifest", WeriftCall.Files("flawed", m => m["tracks"]![0]!["participant"] = "eve")),
        "recordings without the log that says whose they are" => ("janus", [.. Deliveries.JanusCallA.Where(f => f.Name.EndsWith(".mjr", StringComparison.Ordinal)).Select(f => (f.Name, File.ReadAllBytes(f.Path)))]),
        "a file that did not come" => ("manifest", [.. WeriftCall.Files("flawed").Where(f => f.Name != "mira-camera-TR1.webm")]),
        "no manifest" => ("manifest", [.. WeriftCall.Files("flawed").Where(f => f.Name != "manifest.json")]),
        "a manifest that is no json" => ("manifest", Changed("flawed", "manifest.json", _ => "{\"schema\":"u8.ToArray())),
        _ => throw new ArgumentOutOfRangeException(nameof(flaw), flaw, null),
    };

    private static List<(string Name, byte[] Bytes)> Changed(string externalId, string name, Func<byte[], byte[]> change) =>
        [.. WeriftCall.Files(externalId).Select(f => f.Name == name ? (f.Name, change(f.Bytes)) : f)];

    /// <summary>Another content of the first camera, of which the manifest tells the truth.</summary>
    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> Replaced(Func<byte[], Task<byte[]>> make)
    {
        const string name = "mira-camera-TR1.webm";
        var bytes = await make(WeriftCall.Files("flawed").Single(f => f.Name == name).Bytes);
        var files = WeriftCall.Files("flawed", m =>
        {
            var file = m["files"]!.AsArray().Single(f => f!["name"]!.GetValue<string>() == name)!;
            file["bytes"] = bytes.Length;
            file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        });
        return [.. files.Select(f => f.Name == name ? (f.Name, bytes) : f)];
    }

    private static List<(string Name, byte[] Bytes)> Janus(Func<byte[], byte[]> changeFirst)
    {
        var files = Deliveries.JanusCallA.Select(f => (f.Name, Bytes: File.ReadAllBytes(f.Path))).ToList();
        var first = files.FindIndex(f => f.Name.EndsWith("audio-0.mjr", StringComparison.Ordinal));
        files[first] = (files[first].Name, changeFirst(files[first].Bytes));
        return files;
    }

    public sealed class EmptyProduct : IAsyncLifetime
    {
        public RunningProduct Product { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Product = await RunningProduct.Start();

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }
}
