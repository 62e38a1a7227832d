using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>An SFU that listens learns within a second what a participant answered, on any node, and nobody else learns it.</summary>
public sealed class FollowingTheCaptureDecision(FollowingTheCaptureDecision.OneProduct one) : IClassFixture<FollowingTheCaptureDecision.OneProduct>
{
    private static int _calls;

    private RunningProduct Product => one.Product;

    [Fact]
    public async Task Is_told_at_once_and_again_when_somebody_answers_on_the_consent_page()
    {
        var call = await Announce("ada", "ben");
        await using var listener = await CaptureListener.Open(Product.Http, call.Id);

        var first = await listener.Next();
        Assert.Equal(("decision", "2000"), (first.Name, listener.Retry));
        Assert.Equal("pause", Audio(first.Json, call.People["ada"].Id));

        using var ada = new ConsentVisitor(call.People["ada"].Address);
        await ada.Answer(yes: true);

        var second = await listener.Next();
        Assert.Equal(("start", "pause"), (Audio(second.Json, call.People["ada"].Id), Audio(second.Json, call.People["ben"].Id)));
        Assert.NotEqual(first.Id, second.Id);

        await ada.Answer(yes: false);
        Assert.Equal("stop", Audio((await listener.Next()).Json, call.People["ada"].Id)); // taken back in mid-call
    }

    [Fact]
    public async Task Says_the_same_to_who_asks_and_says_304_to_who_knows_it()
    {
        var call = await Announce("ada");
        await using var listener = await CaptureListener.Open(Product.Http, call.Id);
        var told = await listener.Next();

        using var asked = await Poll(call.Id, null);
        Assert.Equal((HttpStatusCode.OK, $"\"{told.Id}\"", told.Data), (asked.StatusCode, asked.Headers.ETag?.Tag, await asked.Content.ReadAsStringAsync(Ct)));
        using var again = await Poll(call.Id, asked.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        await Says(call, "ada", "granted");
        using var after = await Poll(call.Id, asked.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        var row = JsonDocument.Parse(await after.Content.ReadAsStringAsync(Ct)).RootElement[0];
        Assert.True(row.GetProperty("mayCapture").GetBoolean());
        Assert.Contains("CONSENT_OK", row.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Contains(row.GetProperty("because").EnumerateArray(), b => b.GetProperty("code").GetString() == "STRICTEST_WINS" && b.GetProperty("jurisdiction").GetString() == "DE");
    }

    [Fact]
    public async Task Comes_back_with_the_last_id_and_is_not_told_again_what_it_knows()
    {
        var call = await Announce("ada");
        string? known;
        await using (var listener = await CaptureListener.Open(Product.Http, call.Id))
        {
            known = (await listener.Next()).Id;
        }

        await using var back = await CaptureListener.Open(Product.Http, call.Id, known);
        await Says(call, "ada", "granted");
        var told = await back.Next();
        Assert.NotEqual(known, told.Id);
        Assert.Equal("start", Audio(told.Json, call.People["ada"].Id));
        Assert.True(back.IsQuiet);
    }

    [Fact]
    public async Task Is_told_of_a_move_a_leave_and_the_end()
    {
        var call = await Announce("ada");
        await Says(call, "ada", "granted");
        await using var listener = await CaptureListener.Open(Product.Http, call.Id);
        Assert.Equal("start", Audio((await listener.Next()).Json, call.People["ada"].Id));

        await Tell($"/api/v1/calls/{call.Id}/participants", new { identity = "ada" });
        await listener.Until(rows => rows[0].GetProperty("presence").GetString() == "present");
        await Tell($"/api/v1/calls/{call.Id}/participants/{call.People["ada"].Id}/location", new { locations = new[] { "AE" }, locationSource = "confirmed" });
        await listener.Until(rows => rows[0].GetProperty("rule").GetString() == "AE");
        await Tell($"/api/v1/calls/{call.Id}/participants/{call.People["ada"].Id}/leave", new { });
        Assert.Equal("stop", Audio((await listener.Until(rows => rows[0].GetProperty("presence").GetString() == "left")).Json, call.People["ada"].Id));
        await Tell($"/api/v1/calls/{call.Id}/participants", new { identity = "ada" });
        await listener.Until(rows => rows[0].GetProperty("presence").GetString() == "present");
        await Tell($"/api/v1/calls/{call.Id}/end", new { });
        Assert.Equal("stop", Audio((await listener.Next()).Json, call.People["ada"].Id));
    }

    [Fact]
    public async Task Is_told_on_another_node_too()
    {
        var call = await Announce("ada");
        await using var listener = await CaptureListener.Open(one.SecondNode.Http, call.Id);
        Assert.Equal("pause", Audio((await listener.Next()).Json, call.People["ada"].Id));

        using var ada = new ConsentVisitor(call.People["ada"].Address);
        await ada.Answer(yes: true);

        Assert.Equal("start", Audio((await listener.Next()).Json, call.People["ada"].Id));
    }

    [Fact]
    public async Task Is_told_when_the_policy_changes()
    {
        using var other = await Product.ClientOfAnotherOrganization();
        var call = await Announce(other, "ada");
        await using var listener = await CaptureListener.Open(other, call.Id);
        await listener.Next();
        var now = TimeProvider.System.GetUtcNow();
        var terms = new { overrides = new[] { new { code = "DE", model = "prohibited-without-permission", justification = "Works council", by = "", since = now, until = now.AddDays(1) } } };

        var plan = await Sent(other, HttpMethod.Post, "/api/v1/policies/consent/simulate", terms);
        await Sent(other, HttpMethod.Put, "/api/v1/policies/consent", new { terms, plan = plan.GetProperty("plan").GetString() });

        await listener.Until(rows => rows[0].GetProperty("model").GetString() == "prohibited-without-permission");
    }

    [Fact]
    public async Task Is_told_when_rules_take_effect_although_nobody_does_anything()
    {
        using var other = await Product.ClientOfAnotherOrganization();
        var call = await Announce(other, "ada");
        await using var listener = await CaptureListener.Open(other, call.Id);
        await listener.Next();
        var pack = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Fixtures.Repository, "src/RecordsManager.Rules/Data/jurisdictions.json"), Ct))!.AsArray();
        foreach (var place in pack)
        {
            place!["dataVersion"] = "mine.1";
        }

        var from = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddSeconds(8).ToString("O", CultureInfo.InvariantCulture));
        var plan = await Sent(other, HttpMethod.Post, $"/api/v1/policies/rules/simulate?effectiveFrom={from}", pack);
        await Sent(other, HttpMethod.Post, $"/api/v1/policies/rules?effectiveFrom={from}&plan={plan.GetProperty("plan").GetString()}", pack);

        await listener.Until(rows => rows[0].GetProperty("rulePack").GetString() == "mine.1");
    }

    [Fact]
    public async Task Hears_that_somebody_is_there_when_nothing_happens()
    {
        var call = await Announce("ada");
        await using var listener = await CaptureListener.Open(Product.Http, call.Id);
        await listener.Next();

        for (var second = 0; second < 60 && listener.Comments == 0; second++)
        {
            await Task.Delay(1000, Ct);
        }

        Assert.True(listener.Comments > 0);
        Assert.True(listener.IsQuiet);
    }

    [Fact]
    public async Task Is_cut_off_when_its_key_is_revoked()
    {
        var call = await Announce("ada");
        using var auditor = await Product.ClientAs("auditor");
        await using var listener = await CaptureListener.Open(auditor, call.Id);
        await listener.Next();

        var key = auditor.DefaultRequestHeaders.Authorization!.Parameter!.Substring("rmk_live_".Length, 8);
        await Product.Database.Tell($"update api_keys set revoked_at = now() where id = '{key}'");

        await listener.Ended();
        Assert.True(listener.IsQuiet);
    }

    [Fact]
    public async Task Is_refused_without_a_key_with_a_role_that_may_not_ask_and_from_another_organization()
    {
        var call = await Announce("ada");
        using var stranger = Product.Client(null);
        using var member = await Product.ClientAs("member");
        using var other = await Product.ClientOfAnotherOrganization();

        foreach (var (client, status) in ((HttpClient, HttpStatusCode)[])[(stranger, HttpStatusCode.Unauthorized), (member, HttpStatusCode.Forbidden), (other, HttpStatusCode.NotFound)])
        {
            using var answer = await CaptureListener.Ask(client, call.Id);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Is_one_of_two_hundred_at_most_and_who_hangs_up_makes_room()
    {
        using var crowd = await Product.ClientOfAnotherOrganization();
        var call = await Announce(crowd, "ada");
        List<CaptureListener> listeners = [];
        for (var i = 0; i < 200; i++)
        {
            listeners.Add(await CaptureListener.Open(crowd, call.Id));
        }

        using (var refused = await CaptureListener.Ask(crowd, call.Id))
        {
            Assert.Equal((HttpStatusCode)429, refused.StatusCode);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Contains("stream.too-many", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        var ours = await Announce("ben");
        await using (var ownOrganization = await CaptureListener.Open(Product.Http, ours.Id))
        {
            await ownOrganization.Next();
        }

        await Task.WhenAll(listeners.Select(l => l.DisposeAsync().AsTask()));
        var status = (HttpStatusCode)429;
        for (var attempt = 0; attempt < 100 && status != HttpStatusCode.OK; attempt++)
        {
            await Task.Delay(100, Ct);
            using var answer = await CaptureListener.Ask(crowd, call.Id);
            status = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Learns_of_a_hundred_answers_each_within_a_second()
    {
        var call = await Announce("ada");
        await using var listener = await CaptureListener.Open(Product.Http, call.Id);
        await listener.Next();
        using var ada = new ConsentVisitor(call.People["ada"].Address);
        await ada.Answer(yes: true); // the first request compiles
        await listener.Next();

        List<double> took = [];
        for (var answer = 0; answer < 100; answer++)
        {
            var yes = answer % 2 == 1;
            var sent = await ada.Answer(yes);
            var told = await listener.Next();
            Assert.Equal(yes ? "start" : "stop", Audio(told.Json, call.People["ada"].Id));
            took.Add(TimeProvider.System.GetElapsedTime(sent, told.Arrived).TotalMilliseconds);
        }

        took.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"from the POST of the answer to the event: median {(took[49] + took[50]) / 2:F1} ms, 95th percentile {took[94]:F1} ms, worst {took[99]:F1} ms of 100"));
        Assert.True(took[99] < 10_000);
    }

    [Fact]
    public async Task Is_told_that_it_is_over_when_the_call_ended_and_its_media_came()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        var recording = await product.OnlyRecording(); // its end was announced
        await using var listener = await CaptureListener.Open(product.Http, recording);
        var first = await listener.Next();
        Assert.All(first.Json.EnumerateArray(), row => Assert.Equal("stop", row.GetProperty("media")[0].GetProperty("action").GetString()));

        Assert.Equal(recording, await product.Ingested(await product.DeliverJanusCallA()));

        var last = await listener.Next();
        while (last.Name == "decision")
        {
            last = await listener.Next();
        }

        Assert.Equal("over", last.Name);
        await listener.Ended();
        using var again = await CaptureListener.Ask(product.Http, recording, last.Id);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<Announced> Announce(params string[] people) => Announce(Product.Http, people);

    private static async Task<Announced> Announce(HttpClient client, params string[] people)
    {
        using var content = new StringContent(
            JsonSerializer.Serialize(new
            {
                source = "acme",
                externalId = $"live-{Interlocked.Increment(ref _calls)}",
                conversation = "room",
                title = "A live call",
                participants = people.Select(p => new { identity = p, displayName = p, location = "DE", locationSource = "declared", language = "en" }),
                initiator = people[0],
            }),
            MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await client.PostAsync(new Uri("/api/v1/calls", UriKind.Relative), content, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body);
        var call = JsonDocument.Parse(body).RootElement;
        var rows = call.GetProperty("participants").EnumerateArray().ToList();
        Assert.All(rows, row => Assert.Equal("opt-in", row.GetProperty("decision").GetProperty("requirement").GetProperty("answer").GetString()));
        return new Announced(
            call.GetProperty("id").GetString()!,
            people.Zip(rows).ToDictionary(p => p.First, p => (p.Second.GetProperty("id").GetString()!, p.Second.GetProperty("consentAddress").GetString()!)));
    }

    private async Task<HttpResponseMessage> Poll(string call, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/calls/{call}/capture-decision");
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
        }

        return await Product.Http.SendAsync(request, Ct);
    }

    private Task Says(Announced call, string who, string kind) =>
        Tell($"/api/v1/calls/{call.Id}/participants/{call.People[who].Id}/consent", new { kind, method = "click", language = "en" });

    private async Task Tell(string address, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await Product.Http.PostAsync(new Uri(address, UriKind.Relative), content, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<JsonElement> Sent(HttpClient client, HttpMethod method, string address, object body)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(JsonSerializer.Serialize(body), MediaTypeHeaderValue.Parse("application/json")) };
        using var answer = await client.SendAsync(request, Ct);
        var said = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, said);
        return JsonDocument.Parse(said).RootElement;
    }

    private static string? Audio(JsonElement rows, string participant) =>
        rows.EnumerateArray().Single(r => r.GetProperty("participant").GetString() == participant).GetProperty("media")[0].GetProperty("action").GetString();

    private sealed record Announced(string Id, IReadOnlyDictionary<string, (string Id, string Address)> People);

    public sealed class OneProduct : IAsyncLifetime
    {
        private RunningProduct? _product;
        private RunningProduct? _second;

        public RunningProduct Product => _product ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

        public RunningProduct SecondNode => _second ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

        public async ValueTask InitializeAsync()
        {
            _product = await RunningProduct.Start();
            _second = await Product.SecondNode();
        }

        public async ValueTask DisposeAsync()
        {
            await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_product?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
