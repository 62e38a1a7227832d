using System.Net;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>/me and the receipts there, as a participant has them.</summary>
public sealed class LookingAtMyRecordings(AskedCall asked) : IClassFixture<AskedCall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "ltr", "What Northquay has of you", false)]
    [InlineData("en", "ltr", "What Northquay has of you", true)]
    [InlineData("de", "ltr", "Was Northquay von Ihnen hat", true)]
    [InlineData("ar", "rtl", "ما لدى Northquay عنك", false)]
    [InlineData("ar", "rtl", "ما لدى Northquay عنك", true)]
    public async Task Has_no_accessibility_violation_with_its_receipt_and_when_it_is_dead(string language, string direction, string title, bool phone)
    {
        await using var chandra = await Mine(language, phone);
        var mine = chandra.Page.Url;
        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        await Passes(chandra.Page, direction, phone, $"me-{language}");

        await chandra.Page.Locator(".my-call a").First.ClickAsync();
        await Expect(chandra.Page.Locator("dl.facts")).ToBeVisibleAsync();
        await Passes(chandra.Page, direction, phone, $"receipt-{language}");

        // Forged by one letter: a page that says what to do, and nothing else.
        var forged = mine.Replace("/me/", "/me/" + (mine.Contains("/me/A", StringComparison.Ordinal) ? "B" : "A"), StringComparison.Ordinal);
        var dead = await chandra.Page.APIRequest.GetAsync(forged);
        Assert.Equal((int)HttpStatusCode.NotFound, dead.Status);
        await chandra.Page.SetContentAsync(await dead.TextAsync());
        await Expect(chandra.Page.Locator(".dead")).ToContainTextAsync("90");
    }

    [Fact]
    public async Task One_purpose_is_taken_back_by_keyboard_without_a_script_and_then_everything()
    {
        await using var chandra = await Mine("en", phone: true, script: false);
        await Expect(chandra.Page.Locator(".standing li")).ToHaveCountAsync(2); // the recording, and sharing it

        var sharing = chandra.Page.Locator("button[value=sharing]");
        for (var press = 0; press < 30 && !await sharing.EvaluateAsync<bool>("(b) => b === document.activeElement"); press++)
        {
            await chandra.Page.Keyboard.PressAsync("Tab");
        }

        await chandra.Page.Keyboard.PressAsync("Enter");
        await Expect(chandra.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("It was taken back.");
        await Expect(chandra.Page.Locator(".standing li")).ToHaveCountAsync(1);
        await Expect(chandra.Page.GetByText("Your part is kept until")).ToBeVisibleAsync();
        await Expect(chandra.Page.GetByText("You took back: Showing it to people who were not in the call")).ToBeVisibleAsync();
        await Fits(chandra.Page, "ltr", true, "taken-back"); // axe needs a script

        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "Take back everything" }).ClickAsync();
        await Expect(chandra.Page.GetByText("Your part is locked")).ToBeVisibleAsync();
        await Expect(chandra.Page.Locator(".standing")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Revoked_by_the_api_it_is_dead_and_a_new_question_opens_it_again()
    {
        await using var chandra = await Mine("en", phone: false);
        var mine = chandra.Page.Url;
        using var gone = await asked.Call.Product.Http.DeleteAsync(new Uri($"/api/v1/persons/{(await Chandra()).GetProperty("person").GetString()}/my-recordings-links", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        var dead = await chandra.Page.GotoAsync(mine);
        Assert.Equal(404, dead!.Status);
        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = "This address opens nothing" })).ToBeVisibleAsync();
        await Passes(chandra.Page, "ltr", false, "dead");

        await using var again = await Mine("en", phone: false);
        await Expect(again.Page.GetByRole(AriaRole.Heading, new() { Name = "What Northquay has of you" })).ToBeVisibleAsync();
    }

    /// <summary>Asked anew, agrees with everything, and goes on to their recordings.</summary>
    private async Task<Visitor> Mine(string language, bool phone, bool script = true)
    {
        var chandra = await asked.Call.Visit(phone: phone, script: script);
        var (call, participant) = (asked.Call.Recording, (await Chandra()).GetProperty("id").GetString());
        using var made = await asked.Call.Product.Http.PostAsync(new Uri($"/api/v1/calls/{call}/participants/{participant}/invitation", UriKind.Relative), null, Ct);
        var address = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("address").GetString();
        await chandra.Page.GotoAsync($"{address}?lang={language}&change=true");
        await chandra.Page.Locator("#answer-yes").ClickAsync();
        await chandra.Page.Locator("#receipt form button").Last.ClickAsync();
        await Expect(chandra.Page.Locator(".my-call")).ToHaveCountAsync(1);
        return chandra;
    }

    private async Task<JsonElement> Chandra() =>
        (await asked.Call.Json($"/recordings/{asked.Call.Recording}")).GetProperty("participants").EnumerateArray().Single(p => p.GetProperty("displayName").GetString()!.StartsWith("Chandra", StringComparison.Ordinal));

    private static async Task Passes(IPage page, string direction, bool phone, string picture)
    {
        await Fits(page, direction, phone, picture);
        Assert.Empty((await page.RunAxe()).Violations.Select(v => $"{picture}: {v.Id}"));
    }

    private static async Task Fits(IPage page, string direction, bool phone, string picture)
    {
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", direction);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= (phone ? 390 : 1440), picture);
        if (Environment.GetEnvironmentVariable("RECORDS_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{picture}{(phone ? "-phone" : "")}.png"), FullPage = true });
        }
    }
}
