using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>Every route of the API, asked by those who must not: without a key, with a lesser role, from another organization.</summary>
[Collection(nameof(SampleCall))]
public sealed class KeepingStrangersOut(SampleCall call)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("rmk_live_00000000_0000000000000000000000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task Answers_401_on_every_route_without_a_valid_key(string? key)
    {
        using var stranger = call.Product.Client(key);
        var routes = await Routes();
        Assert.True(routes.Count > 25);
        foreach (var (method, address) in routes)
        {
            using var answer = await Ask(stranger, method, address);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Gives_no_playlist_and_no_segment_without_a_key()
    {
        using var stranger = call.Product.Client(null);
        var stills = (await Hls.Of(call).Rendition("video")).Stills;
        Assert.InRange(stills.Count, 12, 30); // one every five seconds and one where people come and go
        foreach (var address in (await Hls.Of(call).Rendition("mix")).Addresses.Concat(stills).Append($"/recordings/{call.Recording}/media/master.m3u8").Append($"/recordings/{call.Recording}/media/video/stills.vtt"))
        {
            using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Takes_learning_signals_from_nobody_who_could_not_be_asked()
    {
        using var stranger = call.Product.Client(null);
        foreach (var (path, body) in new[] { ("answer", """{"agrees":true}"""), ("begin", "{}"), ("events", $$"""{"session":"{{Guid.NewGuid()}}","events":[{"kind":"played","number":1,"at":0,"from":0,"ago":0}]}""") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(stranger, $"/recordings/{call.Recording}/media/learning/{path}", body));
            Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, $"/share/lnk_{Guid.NewGuid():N}/media/learning/{path}", body));
            Assert.Equal(HttpStatusCode.NotFound, await Status(call.Product.Http, $"/recordings/{call.Recording}/media/learning/{path}", body)); // a program with a key
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Status(call.Product.Http, $"/recordings/{call.Recording}/media/learning/{path}", body, "text/plain")); // as a form of another site sends
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Status(call.Product.Http, $"/recordings/{call.Recording}/media/learning/{path}", $$"""{"x":"{{new string('x', 33 * 1024)}}"}"""));
        }

        static async Task<HttpStatusCode> Status(HttpClient client, string address, string body, string type = "application/json")
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content, Ct);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Accepts_no_key_in_an_address()
    {
        using var stranger = call.Product.Client(null);
        using var answer = await stranger.GetAsync(new Uri($"/api/v1/recordings?key={call.Product.ApiKey}&access_token={call.Product.ApiKey}", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("member")]
    [InlineData("nobody")]
    public async Task Lets_a_lesser_role_do_only_what_is_its_own(string role)
    {
        using var client = await call.Product.ClientAs(role);
        string[] mayRead = role switch
        {
            "auditor" => ["/api/v1/deliveries", "/api/v1/deliveries/{delivery}", "/api/v1/reconciliation", "/api/v1/policies/retention", "/api/v1/consent-trail", "/api/v1/ledger/entries", "/api/v1/storage", "/api/v1/keys", "/api/v1/erasure-requests/{request}", "/api/v1/calls/{call}/capture-decision", "/api/v1/recordings/{recording}/consent/decision", "/api/v1/calls/{call}/participants/{participant}/phone-prompt", "/api/v1/consent/reminders"],
            "member" => ["/api/v1/recordings", "/api/v1/recordings/{recording}", "/api/v1/recordings/{recording}/tracks", "/api/v1/recordings/{recording}/chat", "/api/v1/recordings/{recording}/consent", "/api/v1/recordings/{recording}/history", "/api/v1/recordings/{recording}/share-links", "/api/v1/recordings/{recording}/transcripts", "/api/v1/recordings/{recording}/transcript", "/api/v1/recordings/{recording}/transcript.vtt", "/api/v1/recordings/{recording}/chapters", "/api/v1/recordings/{recording}/chapters.vtt", "/api/v1/words", "/api/v1/share-links/{link}"],
            _ => [],
        };
        var routes = (await Described()).Where(r => !mayRead.Contains(r.Route.TrimEnd('/')) && !IsTheirs(role, r)).ToList();
        Assert.True(routes.Count > 15);
        foreach (var (method, route) in routes)
        {
            using var answer = await Ask(client, method, await Filled(route));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role}: {method} {route}: {answer.StatusCode}");
        }
    }

    private static bool IsTheirs(string role, (string Method, string Route) route) =>
        (role == "auditor" && (route.Route.Contains("/simulate", StringComparison.Ordinal) || route.Route.Contains("/ledger/", StringComparison.Ordinal)
            || (route.Method.Equals("get", StringComparison.OrdinalIgnoreCase) && route.Route.TrimEnd('/') is "/api/v1/policies/consent" or "/api/v1/policies/rules" or "/api/v1/policies/rules/{number}/document" or "/api/v1/notices" or "/api/v1/widget/origins" or "/api/v1/calls/{call}")))
        || (role == "member" && route.Route.Contains("share-links", StringComparison.Ordinal));

    [Fact]
    public async Task Lets_a_member_watch_and_an_auditor_not()
    {
        using var member = await call.Product.ClientAs("member");
        using var auditor = await call.Product.ClientAs("auditor");
        var media = $"/recordings/{call.Recording}/media";

        Assert.Equal(HttpStatusCode.OK, await new Hls(member, media).StatusOfPlaylist("video"));
        Assert.Equal(HttpStatusCode.NotFound, await new Hls(auditor, media).StatusOfPlaylist("video"));
    }

    [Fact]
    public async Task Knows_nothing_of_another_organization_s_ids()
    {
        using var other = await call.Product.ClientOfAnotherOrganization();
        // An adapter's name is the same for all. Numbers are counted in each organization: the other one gets its own rules 1, from a job, at any moment.
        foreach (var (method, route) in (await Described()).Where(r => r.Route.Contains('{', StringComparison.Ordinal) && !r.Route.Contains("{adapter}", StringComparison.Ordinal) && !r.Route.Contains("{number}", StringComparison.Ordinal)))
        {
            using var answer = await Ask(other, method, await Filled(route));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {route}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        }

        var person = (await call.Product.Participants(call.Recording))["Bob Lindqvist"].GetProperty("person").GetString();
        using var erasure = await other.PostAsJsonAsync("/api/v1/erasure-requests", new { person }, Ct);
        using var hold = await other.PostAsJsonAsync("/api/v1/legal-holds", new { recording = call.Recording, caseReference = "CASE-1" }, Ct);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (erasure.StatusCode, hold.StatusCode));
        foreach (var address in (await Hls.Of(call).Rendition("mix")).Addresses)
        {
            using var answer = await other.GetAsync(new Uri(address, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.DoesNotContain("Harbour", await other.GetStringAsync(new Uri("/api/v1/recordings", UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Equal("[]", await other.GetStringAsync(new Uri("/api/v1/deliveries", UriKind.Relative), Ct));
        Assert.DoesNotContain("rec_", await other.GetStringAsync(new Uri("/api/v1/ledger/entries", UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Equal(7, (await call.Product.Json($"/api/v1/recordings/{call.Recording}/tracks")).GetArrayLength()); // and nothing was done to it
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Idempotency-Key", "strangers");
        if (method == "PATCH")
        {
            request.Headers.Add("Upload-Offset", "0");
            request.Content = new ByteArrayContent([1]);
            request.Content.Headers.ContentType = new("application/offset+octet-stream");
        }
        else if (method == "POST" && address.EndsWith("/uploads", StringComparison.Ordinal))
        {
            request.Headers.Add("Upload-Length", "1");
        }
        else if (method == "POST" || address.Contains("/chapters/", StringComparison.Ordinal) || (method == "PUT" && (address.EndsWith("/trim", StringComparison.Ordinal) || address.Contains("/share-links/", StringComparison.Ordinal))))
        {
            request.Content = new StringContent(Body(address), Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request, Ct);
    }

    /// <summary>Lawful, so that nothing but the asker is refused.</summary>
    private static string Body(string address) => JsonSerializer.Serialize(new
    {
        source = "x",
        externalId = "strangers",
        conversation = "x",
        title = "x",
        identity = "x",
        kind = "granted",
        method = "click",
        recipient = "x",
        sharedBy = "x",
        caseReference = "x",
        keep = "P90D",
        graceDays = 30,
        at = "2026-11-20T15:14:43Z",
        recording = address.Contains("rec_", StringComparison.Ordinal) ? null : "rec_00000000000000000000000000000000",
        person = "per_00000000000000000000000000000000",
        files = new[] { new { name = "a", upload = "upl_00000000000000000000000000000000" } },
    });

    private async Task<List<(string Method, string Address)>> Routes()
    {
        List<(string, string)> routes = [];
        foreach (var (method, route) in await Described())
        {
            routes.Add((method, await Filled(route)));
        }

        return routes;
    }

    /// <summary>From the API's own description; what tus tells anybody (OPTIONS) is left out.</summary>
    private async Task<List<(string Method, string Route)>> Described()
    {
        var description = await call.Product.Json("/openapi/v1.json");
        return [.. description.GetProperty("paths").EnumerateObject()
            .Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(p => p.Value.EnumerateObject().Select(m => (Method: m.Name.ToUpperInvariant(), Route: p.Name)))
            .Where(r => r.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD")];
    }

    private async Task<string> Filled(string route)
    {
        var delivery = (await call.Product.Json("/api/v1/deliveries"))[0].GetProperty("id");
        return route.TrimEnd('/')
            .Replace("{recording}", call.Recording, StringComparison.Ordinal)
            .Replace("{call}", call.Recording, StringComparison.Ordinal)
            .Replace("{participant}", call.Id("Alice Okafor"), StringComparison.Ordinal)
            .Replace("{delivery}", delivery.ValueKind == JsonValueKind.String ? delivery.GetString() : $"dlv_{delivery.GetProperty("value").GetGuid():N}", StringComparison.Ordinal)
            .Replace("{upload}", "upl_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{request}", "era_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{hold}", "hld_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{link}", "lnk_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{transcript}", "trn_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{chapter}", "chp_00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{number}", "1", StringComparison.Ordinal)
            .Replace("{adapter}", "janus", StringComparison.Ordinal);
    }
}
