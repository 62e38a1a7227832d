using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RecordsManager.Browser.Tests;

/// <summary>Each page as an admin has it, wide and on a phone, light and dark.</summary>
public sealed class EveryPage(SampleCall call)
{
    private static readonly string[] Bad = ["serious", "critical"];

    /// <summary>What differs in the dark is colours, so that only they are looked at again.</summary>
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Has_no_serious_accessibility_violation_no_error_and_fits_its_screen(bool phone)
    {
        var share = await call.Share("Dana Sand");
        await using var visitor = await call.Visit("admin", phone);
        List<string> errors = [];
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of 404", StringComparison.Ordinal))
            {
                errors.Add($"{visitor.Page.Url}: {message.Text}");
            }
        };
        visitor.Page.PageError += (_, error) => errors.Add($"{visitor.Page.Url}: {error}");

        foreach (var address in await Addresses(visitor.Page, share))
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
            await visitor.Page.GotoAsync(address);
            Note(await visitor.Page.RunAxe());
            var width = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (width > (phone ? 390 : 1440))
            {
                errors.Add($"{address}: {width} pixels wide");
            }

            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Note(await visitor.Page.RunAxe(Colours));

            void Note(AxeResult found) =>
                errors.AddRange(found.Violations.Where(v => Bad.Contains(v.Impact)).Select(v => $"{address}: {v.Impact} {v.Id} at {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
        }

        Assert.True(errors.Count == 0, string.Join('\n', errors)); // all of them, in full: a shortened list names no page
    }

    private async Task<IReadOnlyList<string>> Addresses(IPage page, string share)
    {
        await page.GotoAsync(call.RecordingPage);
        var erase = await page.Locator("a[href^='/erasures/new/']").First.GetAttributeAsync("href");
        await page.GotoAsync("/share-links");
        var link = await page.Locator("a[href^='/share-links/lnk_']").First.GetAttributeAsync("href");
        return
        [
            "/", "/recordings", "/recordings?q=nobody", call.RecordingPage, call.RecordingPage + "?tab=retention", call.RecordingPage + "?tab=files", call.RecordingPage + "?tab=history",
            call.RecordingPage + "/share", call.RecordingPage + "/transcript", call.RecordingPage + "/chapters", call.RecordingPage + "/consent", call.RecordingPage + "/decision", call.RecordingPage + "/decision?at=2099-01-01T00:00:00", "/share-links", "/share-links?ended=true", link!, "/holds", "/disposition", "/disposition?tab=due", "/erasures", erase!, "/policies/consent?place=US-CA&place=DE&answer=granted&answer=refused&age=adult&age=child", "/policies/rules", "/policies/retention", "/policies/watermark", "/policies/learning", "/policies/notices", "/widget/demo", "/policies/notices?write=de",
            "/policies/retention?keep=30&unit=D&grace=14", "/deliveries", "/deliveries?state=Failed", "/deliveries/reconciliation", "/deliveries/reconciliation?days=92&all=true", call.DeliveryPage, "/trail", "/trail?person=Alice&place=DE", "/trail/3", "/storage", "/more", "/recordings/rec_none", "/s/none", "/c/none", share, await call.AskChandra(),
        ];
    }
}
