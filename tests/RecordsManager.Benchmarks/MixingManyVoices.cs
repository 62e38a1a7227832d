using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Media;
using RecordsManager.TestSupport;

namespace RecordsManager.Benchmarks;

/// <summary>The mix of so many tracks of real speech, measured and rendered, as the product makes it: how many times as fast as it plays.</summary>
internal static class MixingManyVoices
{
    public const string Verb = "mix";

    public static async Task<int> Run(int tracks, int minutes)
    {
        var folder = Directory.CreateTempSubdirectory("records-media-").FullName;
        try
        {
            await using var services = new ServiceCollection().AddMedia(new MediaOptions()).BuildServiceProvider();
            List<AudioInput> inputs = [];
            foreach (var voice in new[] { "alice", "bob", "chandra" })
            {
                await Figures.Tool(
                    "ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", Fixtures.At($"janus-call-a/tracks/{voice}-microphone.webm"),
                    "-t", (minutes * 60).ToString(CultureInfo.InvariantCulture), "-c", "copy", Path.Combine(folder, voice + ".webm"));
            }

            foreach (var number in Enumerable.Range(0, tracks))
            {
                inputs.Add(new AudioInput(new MediaFile(Path.Combine(folder, new[] { "alice", "bob", "chandra" }[number % 3] + ".webm")), "matroska", number * 700_000_000L));
            }

            Rendition? mix = null;
            var (duration, voices) = (minutes * 60_000_000_000L, Path.Combine(folder, "voices.mka"));
            var engine = services.GetRequiredService<IMediaEngine>();
            var (seconds, peak) = await ProcessTree.Watch(async () =>
            {
                VoiceSum sum;
                await using (var one = File.Create(voices))
                {
                    sum = await engine.SumVoices(inputs, duration, one, new Progress<double>(), CancellationToken.None);
                }

                mix = await engine.RenderMix(sum, new MediaFile(voices), duration, Stream.Null, new Progress<double>(), CancellationToken.None);
            });
            await Figures.Say($"{tracks} tracks of {minutes} minutes, measured and rendered in {seconds:0.0} s: {minutes * 60 / seconds:0.0} × real time (goal: 12); {mix!.Level!.IntegratedLufs:0.0} LUFS, {mix.Level.TruePeakDbtp:0.0} dBTP; at most {peak:0} MB in all processes together");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
