using System.Text.Json;
using Microsoft.Playwright;
using RecordsManager.Browser.Tests;
using RecordsManager.ProductSupport;

// One product for all that only look.
[assembly: AssemblyFixture(typeof(SampleCall))]
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace RecordsManager.Browser.Tests;

/// <summary>What listens to sound and watches clocks has the machine for itself, when all others are through.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Measuring;

/// <summary>The product with the sample call, made and playable: Alice and Bob have agreed, Chandra has not answered.</summary>
public sealed class SampleCall : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningProduct? _product;
    private string? _consentPage;

    public RunningProduct Product => _product ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

    /// <summary>Where it may send learning signals.</summary>
    public LrsDouble Lrs { get; private set; } = null!;

    public string Recording { get; private set; } = "";

    public string RecordingPage => $"/recordings/{Recording}";

    public string DeliveryPage { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Lrs = await LrsDouble.Start();
        _product = await RunningProduct.Start(withSample: true, environment: new Dictionary<string, string> { ["RECORDS_LRS_ALLOW"] = Lrs.Origin.AbsoluteUri });
        var delivery = await Product.DeliverJanusCallA();
        var settled = await Product.Settled(delivery);
        Recording = settled.GetProperty("recording").GetString()!;
        DeliveryPage = $"/deliveries/{delivery}";
        await Product.Derived(Recording);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            // the distribution's package, not a download
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_product is not null)
        {
            await _product.DisposeAsync();
            await Lrs.DisposeAsync();
        }
    }

    /// <summary>A fresh visitor: no cookie, no cache. Any error in the page's console fails the test at the end.</summary>
    /// <param name="at">Another product than that with the sample call.</param>
    public async Task<Visitor> Visit(string? role = null, bool phone = false, bool dark = false, bool script = true, RunningProduct? at = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (at ?? Product).BaseUrl,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1440, Height = 1000 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            IsMobile = phone,
            HasTouch = phone,
            JavaScriptEnabled = script,
        });
        var visitor = new Visitor(context, await context.NewPageAsync());
        if (role is not null)
        {
            await visitor.SignIn(Secret($"{role}-user", at ?? Product), Secret($"{role}-password", at ?? Product));
        }

        return visitor;
    }

    public Task<JsonElement> Json(string address) => Product.Json("/api/v1" + address);

    /// <summary>As the product would: makes the address of Chandra's consent page on the recording's page, once.</summary>
    public async Task<string> AskChandra() => _consentPage ??= await Ask();

    private async Task<string> Ask()
    {
        await using var admin = await Visit("admin");
        await admin.Page.GotoAsync(RecordingPage);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Ask Chandra" }).First.ClickAsync();
        return await admin.Page.GetByLabel("Address of the consent page").InputValueAsync();
    }

    public async Task<string> Share(string recipient)
    {
        await using var admin = await Visit("admin");
        await admin.Page.GotoAsync(RecordingPage + "/share");
        await admin.Page.GetByLabel("Who is it for?").FillAsync(recipient);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Create the link" }).ClickAsync();
        return await admin.Page.GetByLabel("Address of the share link").InputValueAsync();
    }

    private static string Secret(string name, RunningProduct product) => File.ReadAllText(Path.Combine(product.DataFolder, name)).Trim();
}
