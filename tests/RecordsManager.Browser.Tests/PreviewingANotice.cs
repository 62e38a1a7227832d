using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>The draft as participants will see and hear it, with the advice on both.</summary>
public sealed class PreviewingANotice(AskedCall asked) : IClassFixture<AskedCall>
{
    [Theory]
    [InlineData("ar", "هذه المكالمة مسجَّلة.", "4 points seem to be missing in it:")]
    [InlineData("de", "Dieses Gespräch wird aufgezeichnet. Kontakt: 0800 1. Grundlage ist Ihre Einwilligung. Widerruf jederzeit.", "One point seems to be missing in it:")]
    public async Task Shows_what_is_read_out_on_the_telephone_and_which_points_it_does_not_make(string language, string spoken, string advice)
    {
        await using var admin = await asked.Call.Visit("admin");
        await admin.Page.GotoAsync($"/policies/notices?write={language}");
        await Expect(admin.Page.GetByLabel("Read out on the telephone")).Not.ToHaveValueAsync(""); // the product's own first words
        await admin.Page.GetByLabel("Read out on the telephone").FillAsync(spoken);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Keep the draft and see it" }).ClickAsync();

        var heard = admin.Page.GetByRole(AriaRole.Region, new() { Name = "Read out on the telephone" });
        await Expect(heard.Locator("blockquote")).ToHaveTextAsync(spoken);
        await Expect(heard).ToContainTextAsync(advice);
        Assert.Empty((await admin.Page.RunAxe()).Violations.Select(v => v.Id));
        if (Environment.GetEnvironmentVariable("RECORDS_PICTURES") is { } folder)
        {
            await admin.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"preview-{language}.png"), FullPage = true });
        }
    }
}
