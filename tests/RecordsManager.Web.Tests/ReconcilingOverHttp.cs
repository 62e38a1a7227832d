using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests;

/// <summary>Announced against arrived, and failed deliveries asked for again: as a program and as a page sees them.</summary>
public sealed class ReconcilingOverHttp(ReconcilingOverHttp.OneProduct one) : IClassFixture<ReconcilingOverHttp.OneProduct>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningProduct Product => one.Product;

    [Fact]
    public async Task Says_which_call_did_not_arrive_as_json_as_csv_and_on_two_pages()
    {
        var started = TimeProvider.System.GetUtcNow().AddHours(-5);
        var recording = await Announce($"lost-{Guid.NewGuid():N}", "=The lost call", started);
        await Post($"/api/v1/calls/{recording}/end", new { at = started.AddHours(1) });

        var report = await Product.Json("/api/v1/reconciliation");
        var lost = report.GetProperty("calls").EnumerateArray().Single(c => c.GetProperty("recording").GetString() == recording);
        var finding = Assert.Single(lost.GetProperty("findings").EnumerateArray());
        Assert.Equal(("missing", JsonValueKind.Null), (finding.GetProperty("kind").GetString(), finding.GetProperty("participant").ValueKind));
        Assert.Equal(0, lost.GetProperty("tracks").GetInt32());
        Assert.True(report.GetProperty("differing").GetInt32() >= 1);

        var csv = await Product.Http.GetStringAsync(new Uri("/api/v1/reconciliation?format=csv", UriKind.Relative), Ct);
        var row = Assert.Single(csv.Split('\n'), line => line.StartsWith(recording, StringComparison.Ordinal));
        Assert.Contains(",missing,", row, StringComparison.Ordinal);
        Assert.DoesNotContain(",=The lost call", row, StringComparison.Ordinal); // a spreadsheet would run it

        Assert.Contains("Nothing of this call has arrived", await Page("/deliveries/reconciliation"), StringComparison.Ordinal);
        Assert.Contains("did not arrive", await Page("/"), StringComparison.Ordinal);
        Assert.Contains(",missing,", await Page("/deliveries/reconciliation.csv?days=7"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z", "92 days")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "ends before it begins")]
    [InlineData("format=xml", "format=json or csv")]
    public async Task Refuses_what_it_cannot_report_and_says_why(string query, string because)
    {
        using var answer = await Product.Http.GetAsync(new Uri($"/api/v1/reconciliation?{query}", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(because, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_all_that_failed_again_with_one_click()
    {
        var delivery = await Product.Deliver("manifest", $"broken-{Guid.NewGuid():N}", [("manifest.json", "{}"u8.ToArray())]);
        var failed = await Product.Settled(delivery);
        Assert.Equal(("failed", 1), (failed.GetProperty("status").GetString(), failed.GetProperty("attempts").GetInt32()));

        var retried = await (await Post("/api/v1/deliveries/retry", new { })).Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.True(retried.GetProperty("deliveries").GetInt32() >= 1);
        Assert.Equal(0, retried.GetProperty("remaining").GetInt32());
        var again = await Product.Until($"/api/v1/deliveries/{delivery}", d => d.GetProperty("attempts").GetInt32() == 2 && d.GetProperty("status").GetString() == "failed");
        Assert.Equal(failed.GetProperty("error").GetProperty("code").GetString(), again.GetProperty("error").GetProperty("code").GetString());
        await Post($"/api/v1/deliveries/{delivery}/discard", new { });
    }

    private async Task<string> Announce(string externalId, string title, DateTimeOffset started)
    {
        using var answer = await Post("/api/v1/calls", new { source = "acme", externalId, conversation = "room", title, startsAt = started.ToString("O", CultureInfo.InvariantCulture) });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    private async Task<HttpResponseMessage> Post(string address, object body)
    {
        var answer = await Product.Http.PostAsJsonAsync(new Uri(address, UriKind.Relative), body, Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        return answer;
    }

    private Task<string> Page(string address) => Product.Http.GetStringAsync(new Uri(address, UriKind.Relative), Ct);

    public sealed class OneProduct : IAsyncLifetime
    {
        private RunningProduct? _product;

        public RunningProduct Product => _product ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

        public async ValueTask InitializeAsync() => _product = await RunningProduct.Start();

        public ValueTask DisposeAsync() => _product?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
