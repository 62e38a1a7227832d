using Microsoft.Playwright;
using RecordsManager.ProductSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>The picture in several sizes: as the network carries it, or as somebody chooses.</summary>
public sealed class ClimbingTheLadder(SampleCall call)
{
    [Fact]
    public async Task The_size_can_be_chosen_while_it_plays_and_every_segment_lies_at_the_same_place()
    {
        await using var product = await RunningProduct.Start(environment: new Dictionary<string, string> { ["RECORDS_PICTURE_HEIGHTS"] = "360,720" });
        var recording = await BeepingCall.Deliver(product, seconds: 30);
        await product.Until($"/api/v1/recordings/{recording}", r =>
            r.GetProperty("derivatives").EnumerateArray().Where(d => d.GetProperty("kind").GetString() == "variant").Select(d => d.GetProperty("state").GetString()).ToList() is { Count: > 0 } variants
            && variants.TrueForAll(state => state == "ready"));
        await using var visitor = await call.Visit("admin", at: product);

        await visitor.Play($"/recordings/{recording}");
        var size = visitor.Page.GetByLabel("Size of the picture");
        await Expect(size).ToBeVisibleAsync();
        Assert.Equal(["720p", "360p"], (await size.Locator("option").AllInnerTextsAsync()).Skip(1));
        await Expect(size.Locator("option").First).ToContainTextAsync("Auto, ");

        await size.SelectOptionAsync("360");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.picture').videoWidth === 640 && !document.querySelector('.picture').paused");
        await size.SelectOptionAsync("720");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.picture').videoWidth === 1280 && !document.querySelector('.picture').paused");

        var lists = await visitor.Page.EvaluateAsync<string[]>($"() => Promise.all(['master', 'video/index', 'video-360/index', 'video-540/index'].map((name) => fetch('/recordings/{recording}/media/' + name + '.m3u8').then((answer) => answer.ok ? answer.text() : String(answer.status))))");
        Assert.Contains("RESOLUTION=640x360", lists[0], StringComparison.Ordinal);
        Assert.True(lists[0].IndexOf("RESOLUTION=1280x720", StringComparison.Ordinal) < lists[0].IndexOf("RESOLUTION=640x360", StringComparison.Ordinal), "A player begins with the first.");
        Assert.Equal(Times(lists[1]), Times(lists[2]));
        Assert.Equal("404", lists[3]);

        await visitor.Page.GotoAsync($"/recordings/{recording}?tab=files");
        await Expect(visitor.Page.GetByText("Picture of everybody, 360p")).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    private static List<string> Times(string playlist) => [.. playlist.Split('\n').Where(line => line.StartsWith("#EXTINF", StringComparison.Ordinal))];
}
