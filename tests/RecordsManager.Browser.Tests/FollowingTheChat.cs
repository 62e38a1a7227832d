using System.Globalization;
using Microsoft.Playwright;

namespace RecordsManager.Browser.Tests;

/// <summary>A message is highlighted at its own time on the call's clock, at any speed and after any seek.</summary>
[Collection(nameof(Measuring))]
public sealed class FollowingTheChat(SampleCall call)
{
    private const double Tolerance = 0.25;

    // Seeks to shortly before the message, plays, and says at which time of the call it became the current one.
    private const string TimeOfHighlight = """
        async ([index, at, speed]) => {
          const video = document.querySelector('video');
          const message = document.querySelectorAll('.msg')[index];
          video.playbackRate = speed;
          video.pause();
          video.currentTime = at - 0.8;
          await new Promise((done) => video.addEventListener('seeked', done, { once: true }));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          if (message.hasAttribute('aria-current')) return -1;
          const seen = new Promise((done) => new MutationObserver(() => {
            if (message.hasAttribute('aria-current')) done(video.currentTime);
          }).observe(message, { attributes: true }));
          await video.play();
          return await seen;
        }
        """;

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public async Task Highlights_every_message_at_its_own_time_while_playing(double speed)
    {
        await using var visitor = await call.Visit("admin");
        await visitor.Play(call.RecordingPage);

        foreach (var (index, at) in await Messages(visitor.Page))
        {
            var highlighted = await visitor.Page.EvaluateAsync<double>(TimeOfHighlight, new object[] { index, at, speed });
            Assert.True(Math.Abs(highlighted - at) <= Tolerance, string.Create(CultureInfo.InvariantCulture, $"Message {index} of {at:0.000} s was highlighted at {highlighted:0.000} s."));
        }
    }

    [Fact]
    public async Task Highlights_the_right_message_after_a_seek_to_either_side_of_it()
    {
        await using var visitor = await call.Visit("admin");
        await visitor.Play(call.RecordingPage);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        foreach (var (index, at) in await Messages(visitor.Page))
        {
            Assert.Equal(index - 1, await CurrentAfterSeek(visitor.Page, at - Tolerance));
            Assert.Equal(index, await CurrentAfterSeek(visitor.Page, at + Tolerance));
        }
    }

    [Fact]
    public async Task A_click_and_Enter_on_a_message_go_to_its_time()
    {
        await using var visitor = await call.Visit("admin");
        await visitor.Play(call.RecordingPage);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        var messages = await Messages(visitor.Page);

        await visitor.Page.Locator(".msg .by").Nth(4).ClickAsync(new() { Force = true }); // the time's link covers the whole message
        Assert.Equal(messages[4].At, await visitor.Time(), Tolerance);

        await visitor.Page.Locator(".msg .at").Nth(2).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(messages[2].At, await visitor.Time(), Tolerance);
    }

    [Fact]
    public async Task Text_is_text_and_addresses_become_links_that_give_nothing_away()
    {
        await using var visitor = await call.Visit("admin");
        await visitor.Page.GotoAsync(call.RecordingPage);

        var link = visitor.Page.Locator(".msg .said a");
        Assert.Equal("https://example.com/issues/42?a=1&b=2", await link.GetAttributeAsync("href"));
        Assert.Equal("noreferrer noopener nofollow", await link.GetAttributeAsync("rel"));
        Assert.Equal(2, await visitor.Page.GetByText("Message withheld until they agree").CountAsync());
    }

    private static async Task<int> CurrentAfterSeek(IPage page, double to)
    {
        await page.EvaluateAsync("(to) => { const v = document.querySelector('video'); v.currentTime = to; return new Promise((done) => v.addEventListener('seeked', done, { once: true })); }", to);
        return await page.EvaluateAsync<int>("() => [...document.querySelectorAll('.msg')].findIndex((m) => m.getAttribute('aria-current') === 'true')");
    }

    private async Task<IReadOnlyList<(int Index, double At)>> Messages(IPage page)
    {
        var shown = await page.Locator(".msg").EvaluateAllAsync<double[]>("(all) => all.map((m) => Number(m.dataset.at) / 1000)");
        Assert.Equal(6, shown.Length);
        return [.. shown.Select((at, index) => (index, at))];
    }
}
