using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RecordsManager.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>The widget on a page of another origin, which the product serves nothing to but a script and a frame.</summary>
public sealed class AskingOnAnotherWebsite(AskedCall asked) : IClassFixture<AskedCall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "I agree", false)]
    [InlineData("de", "Ich stimme zu", true)]
    [InlineData("ar", "أوافق", true)]
    public async Task Closes_its_host_until_it_is_answered_by_keyboard_alone(string language, string yes, bool phone)
    {
        using var host = await Host(language, allow: true, await Unanswered());
        await using var visitor = await asked.Call.Visit(phone: phone);
        await visitor.Page.GotoAsync(host.Origin);
        var frame = visitor.Page.FrameLocator("iframe");
        await Expect(frame.GetByRole(AriaRole.Button, new() { Name = yes, Exact = true })).ToBeVisibleAsync();

        // Closed: not to be clicked, not to be focused, and not there for a screen reader. The rest passes axe, frame included.
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('#call').inert"));
        await visitor.Page.EvaluateAsync("() => document.querySelector('#join').focus()");
        Assert.NotEqual("join", await visitor.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Empty((await visitor.Page.RunAxe()).Violations.Select(v => v.Id));
        Assert.True(await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= (phone ? 390 : 1440));

        await visitor.Page.Locator("iframe").FocusAsync();
        for (var press = 0; press < 30 && await visitor.Page.Frames[1].EvaluateAsync<string>("() => document.activeElement.id") != "answer-yes"; press++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
        }

        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.Page.WaitForFunctionAsync("() => window.heard.length === 1");
        Assert.Equal("granted", await visitor.Page.EvaluateAsync<string>("() => window.heard[0].answer"));
        Assert.StartsWith("cns_", await visitor.Page.EvaluateAsync<string>("() => window.heard[0].event"), StringComparison.Ordinal);
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('#call').inert"));
        Assert.Equal("call", await visitor.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Empty(await visitor.Page.Context.CookiesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tells_its_host_when_the_answer_is_changed_elsewhere(bool declared)
    {
        var address = await Unanswered();
        using var host = await Host("en", allow: true, declared ? address : await Unanswered());
        await using var visitor = await asked.Call.Visit();
        await visitor.Page.GotoAsync(host.Origin);
        var frame = declared ? visitor.Page.FrameLocator("#ask iframe") : visitor.Page.FrameLocator("body > div iframe");
        if (!declared)
        {
            await visitor.Page.EvaluateAsync("(address) => { RecordsConsent.ask({ address }); }", address);
        }

        await frame.Locator("#answer-yes").ClickAsync();
        await visitor.Page.WaitForFunctionAsync("() => window.heard.length === 1");
        Assert.Equal("granted recording,sharing audio,video,screen,chat", await Said(visitor, "heard[0]"));

        // In another tab: first one purpose is taken back, then everything.
        await using var elsewhere = await asked.Call.Visit(phone: true);
        await elsewhere.Page.GotoAsync(address);
        await elsewhere.Page.Locator("#receipt form button").Last.ClickAsync();
        await elsewhere.Page.Locator("button[value=sharing]").ClickAsync();
        await visitor.Page.WaitForFunctionAsync("() => window.changed.length === 1");
        Assert.Equal("granted recording audio,video,screen,chat", await Said(visitor, "changed[0]"));

        await elsewhere.Page.Locator("button[value=recording]").ClickAsync();
        await visitor.Page.WaitForFunctionAsync("() => window.changed.length === 2");
        Assert.Equal("withdrawn  ", await Said(visitor, "changed[1]"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.changed[1].event.startsWith('cns_') && window.changed[1].event !== window.heard[0].event && !isNaN(Date.parse(window.changed[1].at))"));
        Assert.Equal(1, await visitor.Page.EvaluateAsync<int>("() => window.heard.length"));
    }

    [Fact]
    public async Task The_page_that_shows_the_widget_writes_down_what_it_hears()
    {
        var address = await Unanswered();
        await using var admin = await asked.Call.Visit("admin");
        await admin.Page.GotoAsync("/widget/demo?address=" + Uri.EscapeDataString(address));
        var frame = admin.Page.FrameLocator("iframe");
        await frame.Locator("#answer-yes").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("records-consent {\"answer\":\"granted\"");

        await frame.GetByRole(AriaRole.Link, new() { Name = "Change my answer" }).ClickAsync();
        await frame.Locator("#answer-no").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("records-consent-changed {\"answer\":\"withdrawn\"");
        Assert.Empty((await admin.Page.RunAxe()).Violations.Select(v => v.Id));
        if (Environment.GetEnvironmentVariable("RECORDS_PICTURES") is { } folder)
        {
            await admin.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "demo.png"), FullPage = true });
        }
    }

    [Fact]
    public async Task A_website_that_was_not_allowed_shows_nothing_and_stays_closed()
    {
        using var host = await Host("en", allow: false, await Unanswered());
        await using var visitor = await asked.Call.Visit();
        await visitor.Page.GotoAsync(host.Origin);

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("stays closed", new() { Timeout = 25_000 });
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Open the question" })).ToBeVisibleAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('#call').inert"));
        Assert.DoesNotContain("/c/", string.Join(' ', visitor.Page.Frames.Skip(1).Select(f => f.Url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_message_opens_nothing()
    {
        using var host = await Host("en", allow: true, await Unanswered());
        await using var visitor = await asked.Call.Visit();
        await visitor.Page.GotoAsync(host.Origin);
        await Expect(visitor.Page.FrameLocator("iframe").Locator("#answer-yes")).ToBeVisibleAsync();

        await visitor.Page.EvaluateAsync("() => window.postMessage({ records: 'consent', version: 1, type: 'state', answer: 'granted', event: 'cns_forged' }, '*')");
        await visitor.Page.WaitForTimeoutAsync(300);

        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('#call').inert"));
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("() => window.heard.length"));
    }

    [Fact]
    public async Task Only_the_framed_page_may_be_framed_and_only_where_it_was_allowed()
    {
        var address = await Unanswered();
        using var host = await Host("en", allow: true, address);

        Assert.Contains("frame-ancestors 'none'", await Policy(address), StringComparison.Ordinal);
        var framed = await Policy(address + "/frame");
        Assert.Contains($"frame-ancestors 'self'", framed, StringComparison.Ordinal);
        Assert.Contains(host.Origin, framed, StringComparison.Ordinal);
        Assert.DoesNotContain("*", framed, StringComparison.Ordinal);

        using var taken = await asked.Call.Product.Http.DeleteAsync(new Uri("/api/v1/widget/origins?origin=" + Uri.EscapeDataString(host.Origin), UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.DoesNotContain(host.Origin, await Policy(address + "/frame"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_weighs_less_than_ten_kilobytes_compressed()
    {
        var script = await File.ReadAllBytesAsync(Path.Combine(Fixtures.Repository, "src/RecordsManager.Web/wwwroot/widget/consent.js"), Ct);
        using MemoryStream gzip = new(), brotli = new();
        await using (var zip = new GZipStream(gzip, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await zip.WriteAsync(script, Ct);
        }

        await using (var zip = new BrotliStream(brotli, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await zip.WriteAsync(script, Ct);
        }

        Assert.InRange(gzip.Length, 1, 10_000);
        Assert.InRange(brotli.Length, 1, 10_000);
    }

    private static Task<string> Said(Visitor visitor, string which) =>
        visitor.Page.EvaluateAsync<string>($"() => {{ const d = window.{which}; return [d.answer, d.purposes.join(), d.media.join()].join(' '); }}");

    private async Task<WidgetHost> Host(string language, bool allow, string consent)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var host = new WidgetHost(asked.Call.Product.BaseUrl, consent, port, language);
        if (allow)
        {
            using var allowed = await asked.Call.Product.Http.PostAsJsonAsync("/api/v1/widget/origins", new { origin = host.Origin }, Ct);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        return host;
    }

    /// <summary>A call of its own with somebody who was not asked yet.</summary>
    private async Task<string> Unanswered()
    {
        var call = await Made("/api/v1/calls", new { source = "acme", externalId = Guid.NewGuid().ToString("N"), conversation = "c", title = "A call" }, "id");
        var participant = await Made($"/api/v1/calls/{call}/participants", new { identity = Guid.NewGuid().ToString("N"), displayName = "Ada", location = "DE" }, "id");
        return await Made($"/api/v1/calls/{call}/participants/{participant}/invitation", new { }, "address");
    }

    private async Task<string> Made(string address, object body, string member)
    {
        using var made = await asked.Call.Product.Http.PostAsJsonAsync(address, body, Ct);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Ct));
        return (await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Ct)).GetProperty(member).GetString()!;
    }

    private async Task<string> Policy(string address)
    {
        using var answer = await asked.Call.Product.Http.GetAsync(new Uri(address), Ct);
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }
}
