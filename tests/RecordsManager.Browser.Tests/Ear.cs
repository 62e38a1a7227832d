using System.Text.Json;
using Microsoft.Playwright;

namespace RecordsManager.Browser.Tests;

/// <summary>
/// Listens to what a page sends to the loudspeaker, sample by sample, and to where its picture is at that moment. It knows nothing of
/// the player: it stands between any node and the output.
/// </summary>
internal sealed class Ear(IPage page)
{
    private const double Audible = 0.01;

    private const string Tap = """
        window.ear = { heard: [], seen: [], lags: [] };
        const connect = AudioNode.prototype.connect;
        AudioNode.prototype.connect = function (to, ...rest) {
          if (to instanceof AudioDestinationNode) {
            const context = this.context;
            const tap = new AnalyserNode(context, { fftSize: 8192 });
            connect.call(this, tap);
            clearInterval(window.ear.timer);
            window.ear.timer = setInterval(() => {
              const samples = new Float32Array(8192);
              tap.getFloatTimeDomainData(samples);
              const output = context.getOutputTimestamp();
              const video = document.querySelector('video');
              // from a context's time to when it is heard, ms: one reading is off by some, the middle of many is not
              window.ear.lags.push(output.performanceTime - output.contextTime * 1000);
              const lag = window.ear.lags.slice(-40).sort((a, b) => a - b)[Math.min(window.ear.lags.length, 40) >> 1];
              window.ear.heard.push({ context: context.currentTime * 1000, end: context.currentTime * 1000 + lag, samples });
              window.ear.seen.push({ at: performance.now(), place: video.currentTime, moves: !video.paused && !video.seeking });
              if (window.ear.heard.length > 600) { window.ear.heard.shift(); window.ear.seen.shift(); }
            }, 25);
          }
          return connect.call(this, to, ...rest);
        };
        """;

    /// <summary>How strong each pitch is in what was heard lately: of the strongest 10 ms of the last 1.1 s, 0 to 1.</summary>
    private const string LevelsOf = """
        ({ pitches }) => {
          const now = performance.now();
          const pieces = window.ear.heard.filter((h) => h.end - 8192 / 48 > now - 1100);
          return pitches.map((pitch) => Math.max(0, ...pieces.map((h) => WINDOWS(h.samples, pitch, 1920, 480).reduce((a, b) => Math.max(a, b), 0))));
        }
        """;

    /// <summary>Where the picture was when a beep began to be heard, less the place at which it lies in the recording, ms; of every beep since.</summary>
    private const string LagsOf = """
        ({ since, pitches }) => {
          const rate = 48000;
          const pieces = window.ear.heard.filter((h) => h.end > since);
          const seen = window.ear.seen.filter((s) => s.at > since - 200);
          const from = pieces[0].context - 8192 / rate * 1000;
          const sound = new Float32Array(Math.ceil((pieces.at(-1).context - from) / 1000 * rate) + 8192);
          for (const { context, samples } of pieces) sound.set(samples, Math.max(0, Math.round((context - from) / 1000 * rate) - 8192));
          const heardAt = (context) => { const near = pieces.find((p) => p.context >= context) ?? pieces.at(-1); return context + near.end - near.context; };
          const placeAt = (at) => {
            for (let i = 1; i < seen.length; i++) {
              const [a, b] = [seen[i - 1], seen[i]];
              if (a.at <= at && at <= b.at && a.moves && b.moves && b.place > a.place) return a.place + (b.place - a.place) * (at - a.at) / (b.at - a.at);
            }
            return null;
          };
          const lags = [];
          for (const [pitch, offset] of pitches) {
            const width = 480, step = 48;
            const levels = WINDOWS(sound, pitch, width, step);
            const most = levels.reduce((a, b) => Math.max(a, b), 0);
            for (let i = 1; i < levels.length; i++) {
              if (levels[i - 1] >= most / 2 || levels[i] < most / 2) continue;
              if (levels.slice(Math.max(0, i - 100), Math.max(0, i - 12)).some((l) => l > most / 3)) continue; // still the same beep
              const place = placeAt(heardAt(from + (i * step + width / 2) / rate * 1000));
              if (place === null) continue;
              const beep = place - offset - Math.round(place - offset);
              lags.push({ pitch, ms: beep * 1000 });
            }
          }
          return lags;
        }
        """;

    /// <summary>The strength of one frequency in windows of a sound (Goertzel 1958).</summary>
    private const string Windows = """
        ((sound, pitch, width, step) => {
          const shape = Float32Array.from({ length: width }, (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / width)); // Hann: an edge would be every pitch
          const turn = 2 * Math.cos(2 * Math.PI * pitch / 48000);
          const levels = new Float32Array(Math.max(0, Math.floor((sound.length - width) / step)));
          for (let w = 0; w < levels.length; w++) {
            let a = 0, b = 0;
            for (let i = 0; i < width; i++) { const c = sound[w * step + i] * shape[i] + turn * a - b; b = a; a = c; }
            levels[w] = 4 * Math.sqrt(Math.max(0, a * a + b * b - turn * a * b)) / width;
          }
          return levels;
        })
        """;

    public static async Task<Ear> On(IPage page)
    {
        await page.AddInitScriptAsync(Tap);
        return new Ear(page);
    }

    /// <summary>Listens until those who are to be heard are: on a busy machine the sound may stand still for a moment, or somebody's come later.</summary>
    /// <param name="audible">Which of the pitches, by their place.</param>
    /// <returns>By pitch, the strongest of two listenings that agree: of a beep a busy machine may have heard the edge alone. A full-scale tone is 1.</returns>
    public async Task<IReadOnlyList<double>> Hears(IReadOnlyList<int> pitches, params int[] audible)
    {
        var before = new double[pitches.Count];
        for (var tries = 1; ; tries++)
        {
            await page.WaitForTimeoutAsync(1500); // a whole second of sound has to be heard first, and nothing from before
            var levels = await page.EvaluateAsync<double[]>(LevelsOf.Replace("WINDOWS", Windows, StringComparison.Ordinal), new { pitches });
            if (tries == 10 || Array.TrueForAll(audible, who => Math.Min(levels[who], before[who]) > Math.Max(Audible, 0.93 * Math.Max(levels[who], before[who]))))
            {
                return [.. levels.Zip(before, Math.Max)];
            }

            before = levels;
        }
    }

    /// <summary>Root mean square of what is heard from now on for a moment; 0: nothing at all.</summary>
    public async Task<double> Loudness()
    {
        // by the sound's own clock, which a busy machine holds up: nothing of the piece that is looked at is from before
        var before = await page.EvaluateAsync<double>("() => window.ear.heard.at(-1).context");
        await page.WaitForFunctionAsync("(before) => window.ear.heard.at(-1).context - 8192 / 48 > before + 100", before);
        return await page.EvaluateAsync<double>("() => Math.sqrt(window.ear.heard.at(-1).samples.reduce((sum, s) => sum + s * s, 0) / 8192)");
    }

    public Task WaitForSound() => page.WaitForFunctionAsync("() => window.ear.heard.length > 0 && window.ear.heard.at(-1).samples.some((s) => Math.abs(s) > 0.01)");

    /// <summary>How far the sound is from the picture, over so many seconds of listening, ms; positive: the sound is late.</summary>
    /// <param name="beeps">Pitch, and place of the beep in each second.</param>
    public async Task<IReadOnlyList<(int Pitch, double Ms)>> Lags(double seconds, IEnumerable<(int Pitch, double At)> beeps)
    {
        var since = await page.EvaluateAsync<double>("() => performance.now()");
        await page.WaitForTimeoutAsync((float)(seconds * 1000));
        var lags = await page.EvaluateAsync<JsonElement>(
            LagsOf.Replace("WINDOWS", Windows, StringComparison.Ordinal), new { since, pitches = beeps.Select(b => new[] { b.Pitch, b.At }).ToArray() });
        return [.. lags.EnumerateArray().Select(l => (l.GetProperty("pitch").GetInt32(), l.GetProperty("ms").GetDouble()))];
    }
}
