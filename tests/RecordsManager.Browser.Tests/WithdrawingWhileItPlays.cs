using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace RecordsManager.Browser.Tests;

/// <summary>
/// Two players are open, a colleague's and a recipient's, and Bob takes his consent back while he is seen and heard. At 32.7 s
/// he alone speaks and shows his screen, and Alice's camera is off: without him the picture is her empty place.
/// </summary>
[Collection(nameof(Measuring))]
public sealed class WithdrawingWhileItPlays
{
    private const double Start = 32.7;

    /// <summary>Notes when the source's memory was emptied, and what of it there ever is to play: each append with the object it came from.</summary>
    private const string Notes = """
        window.emptied = [];
        window.sources = [];
        document.addEventListener('emptied', () => window.emptied.push(Date.now()), true);
        const Real = window.MediaSource;
        window.MediaSource = class extends Real { constructor() { super(); window.sources.push({ at: Date.now(), source: this }); } };
        """;

    /// <summary>How far the brightest and the darkest point of the picture are from each other.</summary>
    private const string Contrast = """
        () => {
          const canvas = document.createElement('canvas');
          canvas.width = 320; canvas.height = 180;
          const pen = canvas.getContext('2d');
          pen.drawImage(document.querySelector('video'), 0, 0, 320, 180);
          const points = pen.getImageData(0, 0, 320, 180).data;
          let low = 255, high = 0;
          for (let i = 0; i < points.length; i += 4) { low = Math.min(low, points[i + 1]); high = Math.max(high, points[i + 1]); }
          return high - low;
        }
        """;

    /// <summary>Plays into a line of Alice's and says at which time of the call its caption was over the picture.</summary>
    private const string TimeOfCaption = """
        async (speed) => {
          const video = document.querySelector('video');
          const box = document.querySelector('[data-caption]');
          video.playbackRate = speed; // it plays on: who pauses it does not want it to go on by itself later
          video.currentTime = 23.9;
          await new Promise((done) => video.addEventListener('seeked', done, { once: true }));
          if (!box.hidden) await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); // of where it was before
          if (!box.hidden) return -1;
          const seen = new Promise((done) => new MutationObserver(() => { if (!box.hidden) done(video.currentTime); }).observe(box, { attributes: true }));
          const at = await seen;
          video.playbackRate = 1;
          return box.textContent.startsWith('Alice Okafor: I propose') ? at : -2;
        }
        """;

    private const string Buffered = "() => { const b = document.querySelector('video').buffered; return b.length === 0 ? 0 : b.end(b.length - 1) - document.querySelector('video').currentTime; }";

    /// <summary>Once it plays again, in one look: where, whether every source of before is closed, and what is seen.</summary>
    private const string Resumed = """
        (withdrawn) => {
          const video = document.querySelector('video');
          if ([...document.querySelectorAll('[role=alert]')].some((a) => a.checkVisibility()) || video.paused || video.readyState < 2 || video.buffered.length === 0) return null;
          return { time: video.currentTime, closed: window.sources.filter((s) => s.at < withdrawn).every((s) => s.source.readyState === 'closed'), contrast: (CONTRAST)() };
        }
        """;

    private const string State = """
        () => {
          const video = document.querySelector('video');
          return JSON.stringify({
            paused: video.paused, ready: video.readyState, buffered: video.buffered.length, muted: video.muted, time: video.currentTime, source: video.src,
            alerts: [...document.querySelectorAll('[role=alert]')].filter((a) => a.checkVisibility()).map((a) => a.textContent), button: document.querySelector('.btn-play')?.ariaLabel,
          });
        }
        """;

    [Fact]
    public async Task Stops_every_open_player_says_why_and_goes_on_without_him_at_the_same_place()
    {
        var call = new SampleCall();
        await using var all = call;
        await call.InitializeAsync();
        await Transcribe(call);
        var shared = await call.Share("Robin Brook");
        await using var colleague = await call.Visit("admin");
        await using var recipient = await call.Visit();
        var ear = await Ear.On(colleague.Page);
        List<Player> players = [await Player.Open(colleague, call.RecordingPage), await Player.Open(recipient, shared)];
        foreach (var player in players)
        {
            await player.Page.GetByRole(AriaRole.Button, new() { Name = "Captions" }).ClickAsync();
            foreach (var speed in new[] { 0.5, 1, 2, 3 })
            {
                var shown = await player.Page.EvaluateAsync<double>(TimeOfCaption, speed);
                for (var again = 0; again < 2 && Math.Abs(shown - 24.658) > 0.25; again++)
                {
                    Say($"{player.Name}: {shown:F3} s, {speed}×: looked at again, for the machine may have been busy");
                    shown = await player.Page.EvaluateAsync<double>(TimeOfCaption, speed);
                }

                Say($"{player.Name}: the caption of 24.658 s is shown at {shown:F3} s, {speed}×");
                Assert.InRange(shown, 24.658 - 0.25, 24.658 + 0.25);
            }

            await player.StayNear(Start);
            await Expect(player.Page.Locator("[data-caption]")).ToContainTextAsync("Bob Lindqvist: I am back. The fix for the search index needs two more days.");
            Assert.True(await player.Page.EvaluateAsync<int>(Contrast) > 80, "He is seen.");
            Assert.InRange(player.Ahead, 0, 8.1); // at most one segment of sound and the next, 4 s each
        }

        await colleague.Page.GetByRole(AriaRole.Button, new() { Name = "Hear only Bob Lindqvist" }).ClickAsync();
        await colleague.Page.WaitForFunctionAsync("() => document.querySelector('video').muted");
        await ear.WaitForSound(); // he is heard, alone

        var people = (await call.Json($"/recordings/{call.Recording}")).GetProperty("participants").EnumerateArray().ToList();
        var bob = people.Single(p => p.GetProperty("displayName").GetString() == "Bob Lindqvist").GetProperty("id").GetString();
        var asked = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await call.Product.Post($"/api/v1/calls/{call.Recording}/participants/{bob}/consent", new { kind = "withdrawn", method = "click", language = "en" });
        var withdrawn = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        // both at once: the one that is looked at second goes on meanwhile
        await Task.WhenAll(players.Select(player => Expect(player.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody withdrew consent. The recording is being made again without them.")));
        foreach (var player in players)
        {
            var stoppedAt = await player.Page.EvaluateAsync<long>("() => window.emptied.at(-1)");
            player.Stopped = await player.Place();
            Say($"{player.Name}: empty {stoppedAt - asked} ms after the withdrawal was sent, {stoppedAt - withdrawn} ms after it was answered, at {player.Stopped:F1} s");
            Assert.InRange(stoppedAt, asked, withdrawn + 4_000); // within a segment of sound
            await Expect(player.Page.GetByText("muted for a moment")).ToHaveCountAsync(0); // his message of 24 s
            await Expect(player.Page.Locator(".face", new() { HasText = "Bob Lindqvist" })).ToHaveCountAsync(0); // nor does his name stay where he stood
            await Expect(player.Page.GetByText("search index")).ToHaveCountAsync(0); // in the transcript, and over the picture
        }

        Assert.Equal(0, await ear.Loudness());

        await Task.WhenAll(players.Select(player => GoesOn(player, withdrawn)));
    }

    /// <summary>Alice and Bob agree to being transcribed, and what was said is taken in and approved.</summary>
    private static async Task Transcribe(SampleCall call)
    {
        foreach (var participant in (await call.Json($"/recordings/{call.Recording}")).GetProperty("participants").EnumerateArray().Where(p => p.GetProperty("state").GetString() == "cleared"))
        {
            await call.Product.Post(
                $"/api/v1/calls/{call.Recording}/participants/{participant.GetProperty("id").GetString()}/consent",
                new { kind = "granted", method = "click", language = "en", purposes = new[] { "recording", "transcription", "sharing" } });
        }

        var content = await File.ReadAllTextAsync(Fixtures.At("janus-call-a/transcript.en.vtt"));
        var id = (await call.Product.Post($"/api/v1/recordings/{call.Recording}/transcripts", new { format = "webvtt", language = "en", content })).GetProperty("id").GetString();
        var version = (await call.Json($"/recordings/{call.Recording}/transcript")).GetProperty("version").GetInt32();
        using var approved = await call.Product.Http.PostAsJsonAsync(new Uri($"/api/v1/recordings/{call.Recording}/transcripts/{id}/approve", UriKind.Relative), new { version });
        approved.EnsureSuccessStatusCode();
    }

    /// <summary>As soon as it is made it goes on by itself, from where it was, and nothing of before is left.</summary>
    private static async Task GoesOn(Player player, long withdrawn)
    {
        JsonElement resumed;
        try
        {
            resumed = await (await player.Page.WaitForFunctionAsync(Resumed.Replace("CONTRAST", Contrast, StringComparison.Ordinal), withdrawn, new() { Timeout = 120_000 })).JsonValueAsync<JsonElement>();
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{player.Name} does not go on: {await player.Page.EvaluateAsync<string>(State)}", late);
        }

        Say($"{player.Name}: goes on at {resumed.GetProperty("time").GetDouble():F1} s");
        Assert.InRange(resumed.GetProperty("time").GetDouble(), player.Stopped - 0.1, player.Stopped + 5);
        Assert.True(resumed.GetProperty("closed").GetBoolean(), $"{player.Name}: an old buffer survived.");
        Assert.True(resumed.GetProperty("contrast").GetInt32() < 50, $"{player.Name}: the picture is more than an empty place on the background.");
        Assert.DoesNotContain(player.Gave, s => s.At > withdrawn && player.Before.Contains(s.Object));
        Assert.Contains(player.Gave, s => s.At > withdrawn);
    }

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));

    /// <summary>An open player, with all that the server gave it.</summary>
    private sealed class Player
    {
        private readonly ConcurrentQueue<(long At, string Object)> _gave = new();

        private Player(Visitor visitor, string name) => (Visitor, Name) = (visitor, name);

        public Visitor Visitor { get; }

        public string Name { get; }

        public IPage Page => Visitor.Page;

        /// <summary>When each segment came, and of which object.</summary>
        public IReadOnlyCollection<(long At, string Object)> Gave => _gave;

        /// <summary>The objects in which he is: the mix, and the scene at this place.</summary>
        public IReadOnlyList<string> Before { get; private set; } = [];

        /// <summary>Where its bar stood when it had stopped, in seconds.</summary>
        public double Stopped { get; set; }

        /// <summary>Seconds that lay in its memory ahead of what it played, once it had begun.</summary>
        public double Ahead { get; private set; }

        public static async Task<Player> Open(Visitor visitor, string address)
        {
            var player = new Player(visitor, address.Contains("/s/", StringComparison.Ordinal) ? "the recipient" : "the colleague");
            await player.Page.AddInitScriptAsync(Notes);
            player.Page.Response += (_, answer) =>
            {
                var parts = new Uri(answer.Url).AbsolutePath.Split('/');
                if (answer.Status == 200 && parts[^1].EndsWith(".m4s", StringComparison.Ordinal))
                {
                    player._gave.Enqueue((TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), parts[^2]));
                }
            };
            await player.Page.GotoAsync(address + "?t=" + Start.ToString(CultureInfo.InvariantCulture));
            await player.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
            await player.Page.WaitForFunctionAsync($"() => document.querySelector('video').currentTime > {(Start + 0.3).ToString(CultureInfo.InvariantCulture)}");
            player.Ahead = await player.Page.EvaluateAsync<double>(Buffered);
            return player;
        }

        /// <summary>Ten times slower than life: the other player has to open meanwhile, and he is alone for four seconds only.</summary>
        public async Task StayNear(double place)
        {
            await Page.EvaluateAsync("(to) => { const v = document.querySelector('video'); v.playbackRate = 0.1; v.currentTime = to; }", place);
            await Page.WaitForFunctionAsync("(to) => { const v = document.querySelector('video'); return !v.seeking && !v.paused && v.readyState >= 3 && v.currentTime > to; }", place);
            Before = [.. Gave.Select(g => g.Object).Distinct()];
        }

        /// <summary>Where the player's bar stands, in seconds.</summary>
        public async Task<double> Place() => double.Parse(
            (await Page.Locator(".scrub-knob").GetAttributeAsync("cx"))!.TrimEnd('%'), CultureInfo.InvariantCulture) / 100 * 51.389;
    }
}
