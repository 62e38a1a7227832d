using Microsoft.Playwright;
using RecordsManager.ProductSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>The lanes change what is heard, and what is heard stays with the picture.</summary>
[Collection(nameof(Measuring))]
public sealed class HearingEachVoice(SampleCall call, BeepingCall beeps) : IClassFixture<BeepingCall>
{
    private static readonly int[] Pitches = [.. BeepingCall.People.Select(p => p.Pitch)];

    [Fact]
    public async Task Mute_solo_and_volume_change_the_sound()
    {
        await using var visitor = await call.Visit("admin");
        var ear = await Ear.On(visitor.Page);
        await visitor.Play(beeps.Page + "?t=5");

        await Press(visitor, "Mute Jonas");
        var muted = await ear.Hears(Pitches, 0, 2);
        await visitor.Page.GetByLabel("Volume of Kim").FillAsync("50");
        var halved = await ear.Hears(Pitches, 0, 2);
        await Press(visitor, "Hear only Jonas"); // whoever is heard alone is heard, muted or not
        var alone = await ear.Hears(Pitches, 1);

        Assert.True(Decibel(muted[1], muted[0]) < -40, $"Jonas is heard at {muted[1]}.");
        Assert.InRange(Decibel(halved[2], muted[2]), -7, -5);
        Assert.InRange(Decibel(halved[0], muted[0]), -1, 1);
        Assert.True(Decibel(alone[0], alone[1]) < -40 && Decibel(alone[2], alone[1]) < -40, $"Beside Jonas: {string.Join(", ", alone)}");

        await Press(visitor, "Hear only Jonas");
        await Press(visitor, "Mute Jonas");
        await visitor.Page.GetByLabel("Volume of Kim").FillAsync("100");
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('video').muted")); // the mix again

        await visitor.Page.EvaluateAsync("() => { const button = document.querySelector('[data-lane=mute]'); button.click(); button.click(); }");
        await visitor.Page.WaitForTimeoutAsync(1000); // longer than the stems take to be there
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('video').muted")); // taken back before they were
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_voice_stays_within_40_ms_of_the_picture_with_its_pitch_kept(double speed)
    {
        await using var visitor = await call.Visit("admin");
        var ear = await Ear.On(visitor.Page);
        await visitor.Play(beeps.Page + "?t=5");
        await visitor.Page.GetByLabel("Speed").SelectOptionAsync(speed == 2 ? "2" : "1");
        await visitor.Page.GetByLabel("Volume of Kim").FillAsync("95"); // nobody is muted, and the stems play

        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('video').muted");
        List<string> told = [];
        for (var listening = 1; listening <= 3; listening++) // alone on the machine p95 is below 40 (ADR 0038); beside other tests the sound card's thread waits its turn too
        {
            var lags = await AcrossSeeks(visitor, ear);
            told.Add(string.Join(", ", lags.Select(l => $"{l.Pitch}: {l.Ms / speed:0}")));
            Assert.All(Pitches, pitch => Assert.True(lags.Count(l => l.Pitch == pitch) >= 4 * speed, told[^1])); // heard at its pitch, once a second
            var off = lags.Select(l => Math.Abs(l.Ms) / speed).Order().ToList(); // of the listener's time
            if (off[(int)(off.Count * 0.75)] <= 40)
            {
                return;
            }
        }

        Assert.Fail(string.Join("; again: ", told));
    }

    private static async Task<IReadOnlyList<(int Pitch, double Ms)>> AcrossSeeks(Visitor visitor, Ear ear)
    {
        var beginnings = BeepingCall.People.Select(p => (p.Pitch, p.At + (BeepingCall.Ramp / 2))).ToList(); // where a beep has half its strength
        List<(int Pitch, double Ms)> lags = [.. await ear.Lags(2.5, beginnings)];
        foreach (var place in new[] { "6", "3" }) // of ten parts
        {
            await visitor.Page.Locator(".scrub").FocusAsync();
            await visitor.Page.Keyboard.PressAsync(place);
            await visitor.Page.WaitForFunctionAsync("() => !document.querySelector('video').seeking");
            lags.AddRange(await ear.Lags(2.5, beginnings));
        }

        return lags;
    }

    [Fact]
    public async Task Is_done_by_keyboard_in_the_lanes()
    {
        await using var visitor = await call.Visit("admin");
        var ear = await Ear.On(visitor.Page);
        await visitor.Play(beeps.Page + "?t=5");
        await visitor.Page.Locator(".lane-strips").FocusAsync();

        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.Page.Keyboard.PressAsync("m");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mute Jonas" })).ToHaveAttributeAsync("aria-pressed", "true");
        var muted = await ear.Hears(Pitches, 0, 2);
        await visitor.Page.Keyboard.PressAsync("s");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Hear only Jonas" })).ToHaveAttributeAsync("aria-pressed", "true");
        var alone = await ear.Hears(Pitches, 1);

        Assert.True(Decibel(muted[1], muted[0]) < -40, $"Jonas is heard at {muted[1]}.");
        Assert.True(Decibel(alone[0], alone[1]) < -40, $"Ines is heard at {alone[0]}.");
    }

    [Fact]
    public async Task Everybody_is_heard_and_who_speaks_seen_before_mix_and_picture_are_made_and_they_come_by_themselves()
    {
        await call.Product.Database.Tell($"update derivatives set state = 'Failed', attempts = 3, progress = 0, object_id = null, contents = null, failure = 'by a test' where kind in ('Scene', 'Mix') and recording_id = '{Guid.Parse(beeps.Recording[4..])}'");
        await using var visitor = await call.Visit("admin");
        var ear = await Ear.On(visitor.Page);
        await visitor.Play(beeps.Page + "?t=5");

        await Expect(visitor.Page.GetByText("The picture of everybody could not be made. Who speaks can be seen and heard.")).ToBeVisibleAsync();
        Assert.All(await ear.Hears(Pitches, 0, 1, 2), level => Assert.True(level > 0.01));
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("() => document.querySelector('video').videoWidth"));

        // her camera as it was recorded, where the call is, and after a seek too
        const string seen = "() => { const camera = document.querySelector('[data-cameras]:not([hidden]) video:not([hidden])'); return camera?.videoWidth === 320 && Math.abs(camera.currentTime - document.querySelector('.picture').currentTime) < 0.15; }";
        await visitor.Page.WaitForFunctionAsync(seen);
        await visitor.Page.Locator(".scrub").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("6");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.picture').currentTime > 18");
        await visitor.Page.WaitForFunctionAsync(seen);
        await Press(visitor, "Mute Jonas");
        var muted = await ear.Hears(Pitches, 0, 2);
        Assert.True(Decibel(muted[1], muted[0]) < -40, $"Jonas is heard at {muted[1]}.");
        await Press(visitor, "Mute Jonas");

        await visitor.Page.GetByLabel("Speed").SelectOptionAsync("0.5"); // longer than it takes
        await visitor.Page.Locator(".scrub").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("2");
        await call.Product.Post($"/api/v1/recordings/{beeps.Recording}/derivatives/retry", new { });
        await call.Product.Derived(beeps.Recording);
        await visitor.Page.WaitForFunctionAsync("() => { const v = document.querySelector('video'); return v.videoWidth === 1280 && !v.paused && v.currentTime > 5; }");
        await Expect(visitor.Page.Locator("[data-picture]")).ToBeHiddenAsync();
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('.picture').muted")); // the mix, which comes from the element itself
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('[data-cameras]').hidden");
        Assert.Empty(visitor.Errors);
    }

    private static Task Press(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    private static double Decibel(double level, double reference) => 20 * Math.Log10(Math.Max(level, 1e-9) / reference);
}
