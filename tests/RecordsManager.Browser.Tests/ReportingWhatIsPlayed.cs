using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RecordsManager.ProductSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>Learning signals from the page that sets them up, through the player of a share link, to a double of a store.</summary>
public sealed class ReportingWhatIsPlayed(SampleCall call)
{
    private const string Extensions = "https://w3id.org/xapi/video/extensions/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_agrees_is_reported_as_the_profile_wants_it_and_who_withdraws_no_longer()
    {
        await using var admin = await call.Visit("admin");
        await SetUp(admin.Page);
        var share = await call.Share("Lena Ode");
        await using var visitor = await call.Visit();
        List<string> told = [];
        visitor.Page.Request += (_, request) => { if (request.Url.Contains("/learning/", StringComparison.Ordinal)) { told.Add(request.Url); } };

        await visitor.Play(share);
        await Expect(visitor.Page.GetByText("May what you play here be reported?")).ToBeVisibleAsync();
        Assert.Empty(told);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, report it" }).ClickAsync();
        await Expect(visitor.Page.GetByText("as you agreed")).ToBeVisibleAsync();
        var from = await visitor.Time();
        await visitor.Page.WaitForFunctionAsync("(from) => document.querySelector('video').currentTime > from + 1", from);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visitor.Page.Locator(".scrub").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("6"); // of ten parts
        await visitor.Page.WaitForFunctionAsync("() => !document.querySelector('video').seeking");
        var to = await visitor.Time();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await visitor.Page.WaitForFunctionAsync("(to) => document.querySelector('video').currentTime > to + 0.5", to);
        await visitor.Page.GotoAsync("/sign-in"); // the player is left, and says so by beacon

        await call.Lrs.Until(s => s.Any(one => LrsDouble.Verb(one) == "terminated"), TimeSpan.FromSeconds(60), Ct);
        var statements = call.Lrs.Statements;
        Assert.Empty(call.Lrs.Complaints);
        Assert.Equal(["initialized", "played", "paused", "seeked", "played", "paused", "terminated"], statements.Select(LrsDouble.Verb));
        Assert.All(statements, s => Assert.Equal(call.Product.BaseUrl, (string?)s["actor"]!["account"]!["homePage"]));
        Assert.All(statements, s => Assert.Equal($"{call.Product.BaseUrl}{call.RecordingPage}", (string?)s["object"]!["id"]));
        Assert.Equal(Said(statements[2], "time"), Said(statements[3], "time-from"), 0.1);
        Assert.Equal(to, Said(statements[3], "time-to"), 0.1);
        Assert.Equal(to, Said(statements[4], "time"), 0.3);
        var segments = ((string)statements[^1]["result"]!["extensions"]![Extensions + "played-segments"]!).Split("[,]");
        Assert.Equal(2, segments.Length);
        Assert.InRange(Said(statements[2], "time") - Said(statements[1], "time"), 0.8, 20);

        await visitor.Page.GotoAsync(share);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Stop reporting" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Allow it" })).ToBeFocusedAsync();
        await admin.Page.GotoAsync("/policies/learning");
        await Expect(admin.Page.GetByText("0 viewers; 1 did not, or no longer")).ToBeVisibleAsync();
        await Expect(admin.Page.GetByText("7 statements, the last")).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Allow it" }).ClickAsync();
        await Expect(visitor.Page.GetByText("as you agreed")).ToBeVisibleAsync();
        using (var revoked = await call.Product.Http.DeleteAsync(new Uri($"/api/v1/share-links/{new Uri(visitor.Page.Url).Segments[^1]}", UriKind.Relative), Ct))
        {
            revoked.EnsureSuccessStatusCode();
        }

        await visitor.Page.GotoAsync(share); // also through a link that plays nothing any more
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "This link was withdrawn" })).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Take that back" }).ClickAsync();
        await Expect(visitor.Page.GetByText("as you agreed")).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "This link was withdrawn" })).ToBeVisibleAsync();
        await admin.Page.ReloadAsync();
        await Expect(admin.Page.GetByText("0 viewers; 1 did not, or no longer")).ToBeVisibleAsync();
        await admin.Page.GetByLabel("On: ask who watches").UncheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(admin.Page.GetByText("learning signals are off")).ToBeVisibleAsync();
        await admin.Page.GotoAsync(call.RecordingPage);
        await Expect(admin.Page.Locator("[data-learning]")).ToHaveCountAsync(0);
        Assert.All(visitor.Errors, e => Assert.Contains("410", e, StringComparison.Ordinal)); // the page of a link that is over
    }

    private async Task SetUp(IPage page)
    {
        await page.GotoAsync("/policies/learning");
        await page.GetByLabel("Address").FillAsync("http://127.0.0.1:1/xapi");
        await page.GetByLabel("Key").FillAsync(LrsDouble.Key);
        await page.GetByLabel("Secret").FillAsync(LrsDouble.Secret);
        await page.GetByLabel("On: ask who watches").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("learning.endpoint-forbidden");
        await page.GetByLabel("Address").FillAsync(call.Lrs.Endpoint);
        await page.GetByLabel("Secret").FillAsync(LrsDouble.Secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.GetByText("Learning signals are on.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Expect(page.GetByText("The store answers and takes the key.")).ToBeVisibleAsync();
    }

    private static double Said(JsonObject statement, string what) => (double)statement["result"]!["extensions"]![Extensions + what]!;
}
