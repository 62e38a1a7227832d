using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>On a call of its own: the answer changes it.</summary>
public sealed class AnsweringTheConsentQuestion(AskedCall asked) : IClassFixture<AskedCall>
{
    [Fact]
    public async Task By_keyboard_makes_the_call_whole_and_gives_a_receipt()
    {
        var address = await asked.Call.AskChandra();
        await using var chandra = await asked.Call.Visit(phone: true);
        await chandra.Page.GotoAsync(address + "?change=true");

        // An answer is required: sending none tells so and changes nothing.
        await chandra.Page.Locator("form.ask").EvaluateAsync("(form) => form.submit()");
        await Expect(chandra.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose one of the two answers.");

        for (var press = 0; press < 30 && await chandra.Page.EvaluateAsync<string>("() => document.activeElement.id") != "answer-yes"; press++)
        {
            await chandra.Page.Keyboard.PressAsync("Tab");
        }

        await chandra.Page.Keyboard.PressAsync("Enter");
        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you. You agreed." })).ToBeVisibleAsync();

        // What was withheld is released, and the page shows it by itself when it is made.
        await using var admin = await asked.Call.Visit("admin");
        await admin.Page.GotoAsync(asked.Call.RecordingPage);
        await Expect(admin.Page.Locator("video")).ToBeAttachedAsync(new() { Timeout = 120_000 });
        await Expect(admin.Page.GetByText("All three people agreed.")).ToBeVisibleAsync();
        await Expect(admin.Page.GetByText("sorry I am late")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("de", "ltr", "Ich stimme zu")]
    [InlineData("ar", "rtl", "أوافق")]
    [InlineData("en", "ltr", "I agree")]
    public async Task Is_asked_in_the_readers_language(string language, string direction, string yes)
    {
        var address = await asked.Call.AskChandra();
        await using var chandra = await asked.Call.Visit();
        await chandra.Page.GotoAsync($"{address}?lang={language}&change=true");

        await Expect(chandra.Page.Locator("html")).ToHaveAttributeAsync("dir", direction);
        await Expect(chandra.Page.GetByRole(AriaRole.Button, new() { Name = yes, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Both_answers_weigh_the_same()
    {
        var address = await asked.Call.AskChandra();
        await using var chandra = await asked.Call.Visit();
        await chandra.Page.GotoAsync(address + "?change=true");

        var looks = await chandra.Page.Locator(".ask > fieldset > .answer .btn-answer").EvaluateAllAsync<string[]>(
            "(all) => all.map((b) => { const s = getComputedStyle(b); return [b.offsetWidth, b.offsetHeight, s.color, s.backgroundColor, s.border, s.font].join(); })");
        Assert.Equal(2, looks.Length);
        Assert.Equal(looks[0], looks[1]);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("en", true)]
    [InlineData("de", true)]
    [InlineData("ar", false)]
    [InlineData("ar", true)]
    public async Task Has_no_accessibility_violation_in_any_state_and_fits_its_screen(string language, bool phone)
    {
        var address = await asked.Call.AskChandra();
        await using var chandra = await asked.Call.Visit(phone: phone);
        foreach (var state in new[] { "&change=true", "&change=true#choose", "" })
        {
            await chandra.Page.GotoAsync($"{address}?lang={language}{state}");
            if (state.EndsWith("#choose", StringComparison.Ordinal))
            {
                await chandra.Page.Locator(".choose > summary").ClickAsync();
            }

            Assert.Empty((await chandra.Page.RunAxe()).Violations.Select(v => $"{state}: {v.Id}"));
            Assert.True(await chandra.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= (phone ? 390 : 1440), state);
        }
    }

    [Fact]
    public async Task Without_a_script_some_of_it_can_be_agreed_to_and_what_is_agreed_to_is_told()
    {
        var address = await asked.Call.AskChandra();
        await using var chandra = await asked.Call.Visit(phone: true, script: false);
        await chandra.Page.GotoAsync(address + "?change=true");
        await chandra.Page.Locator(".choose > summary").PressAsync("Enter");

        // Nothing is ticked for anybody, and ticking nothing is no answer.
        await Expect(chandra.Page.GetByRole(AriaRole.Checkbox, new() { Checked = true })).ToHaveCountAsync(0);
        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "I agree to what I ticked" }).ClickAsync();
        await Expect(chandra.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tick at least one thing");

        await chandra.Page.Locator(".choose > summary").ClickAsync();
        await chandra.Page.GetByLabel("My voice").CheckAsync();
        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "I agree to what I ticked" }).ClickAsync();

        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you. You agreed." })).ToBeVisibleAsync();
        await Expect(chandra.Page.Locator(".receipt")).ToContainTextAsync("My voice");
        await Expect(chandra.Page.Locator(".receipt")).Not.ToContainTextAsync("My camera picture");

        // The receipt prints what was shown; my recordings lead back to the question.
        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "Receipt" }).ClickAsync();
        await Expect(chandra.Page.Locator(".notice-text")).ToContainTextAsync("This call is recorded");
        var file = await chandra.Page.RunAndWaitForDownloadAsync(() => chandra.Page.GetByRole(AriaRole.Link, new() { Name = "Download the signed receipt" }).ClickAsync());
        Assert.Matches("consent-receipt-cns_.*[.]json", file.SuggestedFilename);
        await chandra.Page.GetByRole(AriaRole.Link, new() { Name = "All my recordings" }).ClickAsync();
        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = "What Northquay has of you" })).ToBeVisibleAsync();
        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "Change or withdraw" }).First.ClickAsync();

        // And everything is taken back by one click.
        await chandra.Page.GetByRole(AriaRole.Button, new() { Name = "I take my agreement back" }).First.ClickAsync();
        await Expect(chandra.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you. You did not agree." })).ToBeVisibleAsync();
    }
}

/// <summary>A fixture of another type than the assembly's, so that this class gets another product.</summary>
public sealed class AskedCall : IAsyncLifetime
{
    public SampleCall Call { get; } = new();

    public ValueTask InitializeAsync() => Call.InitializeAsync();

    public ValueTask DisposeAsync() => Call.DisposeAsync();
}
