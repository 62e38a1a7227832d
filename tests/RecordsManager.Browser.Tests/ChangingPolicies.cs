using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RecordsManager.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>As an admin does it, on a call of its own: first what it would do, then approved, then in force.</summary>
public sealed class ChangingPolicies(AskedCall asked) : IClassFixture<AskedCall>
{
    [Fact]
    public async Task A_consent_policy_is_tried_approved_and_taken_back()
    {
        await using var admin = await asked.Call.Visit("admin");
        var page = admin.Page;
        await page.GotoAsync("/policies/consent");
        await page.GetByLabel("When somebody has not agreed").SelectOptionAsync("Recording");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it would do" }).ClickAsync();
        await Expect(page.Locator(".verdict div", new() { HasText = "Could no longer be played" })).ToContainTextAsync("2");

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve this plan" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Version 1 is in force.");
        await page.GetByLabel("When somebody has not agreed").SelectOptionAsync("Track");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it would do" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve this plan" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Version 2 is in force.");
    }

    [Fact]
    public async Task A_rule_pack_is_tried_installed_for_a_day_to_come_and_withdrawn()
    {
        var file = Path.Combine(Path.GetTempPath(), $"records-pack-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, await Pack(), TestContext.Current.CancellationToken);
        await using var admin = await asked.Call.Visit("admin");
        var page = admin.Page;
        await page.GotoAsync("/policies/rules");
        await page.GetByLabel("Pack (JSON)").SetInputFilesAsync(file);
        await page.GetByLabel("Takes effect at the beginning of (UTC)").FillAsync(TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it would change" }).ClickAsync();
        File.Delete(file);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What mine.1 would change" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Oregon" })).ToContainTextAsync("beep tone");

        await page.GetByRole(AriaRole.Button, new() { Name = "Install this pack" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "mine.1" })).ToContainTextAsync("scheduled");

        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw mine.1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "mine.1" })).ToContainTextAsync("withdrawn, never took effect");
    }

    private static async Task<string> Pack()
    {
        var places = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Fixtures.Repository, "src/RecordsManager.Rules/Data/jurisdictions.json"), TestContext.Current.CancellationToken))!.AsArray();
        foreach (var place in places)
        {
            place!["dataVersion"] = "mine.1";
            place["beepToneAccepted"] = place["code"]!.GetValue<string>() == "US-OR" || place["beepToneAccepted"]!.GetValue<bool>();
        }

        return places.ToString();
    }
}
