using System.Collections.Concurrent;
using System.Net;
using RecordsManager.Domain.Organizations;
using RecordsManager.ProductSupport;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The life of a recording with its KEK in SoftHSM: ingest, play, rotate, erase, and the HSM pulled at the end.</summary>
public sealed class KeepingTheKekInAnHsm
{
    private const string Token = "records";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Works_from_ingest_to_erasure_and_the_key_never_leaves()
    {
        Assert.SkipUnless(SoftHsm.IsInstalled, SoftHsm.WhyNot);
        using var hsm = await SoftHsm.Create(Token);
        hsm.ShowToThisProcess();
        var keys = Directory.CreateTempSubdirectory("records-keys-").FullName;
        ConcurrentBag<string> keyFiles = [];
        using var watcher = Watch(keys, keyFiles);
        await using var product = await RunningProduct.StartIn(new Dictionary<string, string>
        {
            ["RECORDS_KEYS"] = keys,
            ["RECORDS_KEK"] = "pkcs11",
            ["RECORDS_PKCS11_MODULE"] = SoftHsm.Module,
            ["RECORDS_PKCS11_TOKEN"] = Token,
            ["RECORDS_PKCS11_PIN_FILE"] = hsm.PinFile,
            ["SOFTHSM2_CONF"] = hsm.Configuration,
        });
        var organization = new OrganizationId((await product.Database.Ask<Guid>("select id from organizations"))[0]);
        using var token = new Pkcs11KekProvider(new Pkcs11Options(SoftHsm.Module, Token, hsm.PinFile));

        var recording = await product.OnlyRecording();
        await product.Consents(recording, "Chandra Rao", "granted");
        await product.Ingested(await product.DeliverJanusCallA());
        await product.Derived(recording);
        var hls = new Hls(product.Http, $"/recordings/{recording}/media");
        var stem = await hls.Whole(await product.Participant(recording, "Alice Okafor"));
        var bobs = (await hls.Rendition(await product.Participant(recording, "Bob Lindqvist"))).Segments[0].Address;
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf(bobs));
        Assert.Equal([1], await token.Epochs(organization, Ct));
        await token.Check(organization, 1, Ct); // sensitive and not extractable from the beginning, and it cannot be read

        var rotated = await product.Post("/api/v1/keys/rotate", new { });
        Assert.Equal((2, "pkcs11"), (rotated.GetProperty("epoch").GetInt32(), rotated.GetProperty("provider").GetString()));
        Assert.True(rotated.GetProperty("exchanged").GetInt32() >= 3);
        Assert.Equal([2], await token.Epochs(organization, Ct));
        await token.Check(organization, 2, Ct);
        Assert.Equal(stem, await hls.Whole(await product.Participant(recording, "Alice Okafor")));
        Assert.Equal(HttpStatusCode.OK, await hls.StatusOf(bobs));

        var erasure = (await product.Post("/api/v1/erasure-requests", new { person = (await product.Participants(recording))["Bob Lindqvist"].GetProperty("person").GetString() })).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NotFound, await hls.StatusOf(bobs));
        await product.Until($"/api/v1/erasure-requests/{erasure}", e => e.GetProperty("state").GetString() == "completed");
        Assert.Equal(stem, await hls.Whole(await product.Participant(recording, "Alice Okafor")));

        await PullTheToken(product, hsm, hls, await product.Participant(recording, "Alice Okafor"));
        Assert.Empty(keyFiles);
        Assert.Empty(Directory.EnumerateFiles(keys, "*.kek*", SearchOption.AllDirectories));
        await WouldHaveSeen(keys, organization, keyFiles);
    }

    /// <summary>The watch was one: a key file that is there for a moment is seen.</summary>
    private static async Task WouldHaveSeen(string keys, OrganizationId organization, ConcurrentBag<string> seen)
    {
        var file = Path.Combine(keys, organization.Value.ToString("N"), "epoch-000009.kek");
        await File.WriteAllBytesAsync(file, new byte[32], Ct);
        File.Delete(file);
        for (var attempt = 0; attempt < 100 && seen.IsEmpty; attempt++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.EndsWith("epoch-000009.kek", Assert.Single(seen.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
    }

    private static async Task PullTheToken(RunningProduct product, SoftHsm hsm, Hls hls, string participant)
    {
        var segment = (await hls.Rendition(participant)).Segments[0].Address;
        await hsm.DeleteToken(Token);

        using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        upload.Headers.Add("Tus-Resumable", "1.0.0");
        upload.Headers.Add("Upload-Length", "1");
        using var refused = await product.Http.SendAsync(upload, Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        Assert.Contains("\"code\":\"keys-unavailable\"", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        HttpStatusCode status;
        while ((status = await hls.StatusOf(segment)) == HttpStatusCode.OK)
        {
            // what was open stays so for two seconds, ADR 0034
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        using var ready = await NoLongerReady(product);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "keys-unavailable"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Ct)));
        await product.Kill();
        var start = await Assert.ThrowsAsync<InvalidOperationException>(product.Serve);
        Assert.Contains($"No token with the label {Token}", start.Message, StringComparison.Ordinal);
    }

    /// <summary>What was found once holds for ten seconds.</summary>
    private static async Task<HttpResponseMessage> NoLongerReady(RunningProduct product)
    {
        for (var attempt = 0; ; attempt++)
        {
            var ready = await product.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
            if (ready.StatusCode != HttpStatusCode.OK || attempt == 150)
            {
                return ready;
            }

            ready.Dispose();
            await Task.Delay(100, Ct);
        }
    }

    private static FileSystemWatcher Watch(string folder, ConcurrentBag<string> seen)
    {
        var watcher = new FileSystemWatcher(folder, "*.kek*") { IncludeSubdirectories = true };
        watcher.Created += (_, made) => seen.Add(made.Name!);
        watcher.Renamed += (_, made) => seen.Add(made.Name!);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
