using Microsoft.Playwright;

namespace RecordsManager.Browser.Tests;

/// <summary>The consent of a recording drawn for an auditor, without a script.</summary>
public sealed class DrawingConsent(SampleCall call)
{
    [Fact]
    public async Task Is_reached_from_the_recording_and_shows_a_row_for_each_person_and_the_deadline_of_who_has_not_answered()
    {
        await using var visitor = await call.Visit("admin", script: false);
        await visitor.Page.GotoAsync(call.RecordingPage);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Who agreed when, drawn against the tracks" }).ClickAsync();

        foreach (var name in new[] { "Alice Okafor: agreed", "Bob Lindqvist: agreed", "Chandra Rao: no answer" })
        {
            await Assertions.Expect(visitor.Page.Locator($".consent-row svg[aria-label^='{name}']")).ToHaveCountAsync(1);
        }

        await Assertions.Expect(visitor.Page.Locator(".lede")).ToContainTextAsync("Chandra Rao has not agreed");
        Assert.NotEqual(0, await visitor.Page.Locator(".consent-row svg[aria-label^='Chandra'] .tl-quarantine").CountAsync());
        Assert.Equal(0, await visitor.Page.Locator(".consent-row svg[aria-label^='Chandra'] .tl-kept").CountAsync());
        Assert.NotEqual(0, await visitor.Page.Locator(".consent-row svg[aria-label^='Alice'] .tl-kept").CountAsync());
    }

    [Fact]
    public async Task Each_mark_and_each_line_of_its_table_leads_to_the_entry_on_the_ledger()
    {
        await using var visitor = await call.Visit("auditor", script: false);
        await visitor.Page.GotoAsync(call.RecordingPage + "/consent");
        var marks = await visitor.Page.Locator(".consent-row a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        var lines = await visitor.Page.Locator("#m-h >> xpath=ancestor::section >> td a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        Assert.Equal(lines.Order(StringComparer.Ordinal), marks.Order(StringComparer.Ordinal));

        await visitor.Page.Locator(".consent-row svg[aria-label^='Alice'] a[aria-label^='Alice Okafor agreed']").First.ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Alice Okafor agreed");
        Assert.Contains(new Uri(visitor.Page.Url).AbsolutePath, marks);
    }
}
