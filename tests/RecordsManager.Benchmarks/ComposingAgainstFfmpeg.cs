using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
using RecordsManager.Media;
using RecordsManager.TestSupport;
using static System.FormattableString;

namespace RecordsManager.Benchmarks;

/// <summary>
/// The composite of a call, 720p: its scenes as the product makes them, two at a time, against plain ffmpeg that composes the whole
/// call in one filter graph with the same encoder settings and as many threads as it likes. Then the middle one of the scenes alone.
/// </summary>
internal static class ComposingAgainstFfmpeg
{
    public const string Verb = "composite";
    private const int AtOnce = 2;
    private const int GeneratedSeconds = 120;

    private static readonly string[] Encoder =
        ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-movflags", "+frag_keyframe+empty_moov", "-f", "mp4", "-y"];

    /// <param name="people">0: the real call of the fixtures; else so many generated cameras of 640 by 360, 30 frames a second, for two minutes.</param>
    public static async Task<int> Run(int people, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("records-media-").FullName;
        try
        {
            await using var services = new ServiceCollection().AddMedia(new MediaOptions()).BuildServiceProvider();
            var engine = services.GetRequiredService<IMediaEngine>();
            var call = people == 0 ? await Real(engine) : await Generated(engine, folder, people);
            var scenes = CompositionPlanner.Plan([.. call.Tracks.Select(t => t.Visible)], [], call.DurationNs);
            var graph = Graph(call, scenes);
            List<double> ours = [], plain = [], one = [];
            var peak = 0.0;
            for (var round = 0; round < rounds; round++)
            {
                var (seconds, most) = await ProcessTree.Watch(() => Parallel.ForEachAsync(scenes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (scene, _) => await Make(engine, call, scene)));
                ours.Add(seconds);
                peak = Math.Max(peak, most);
                plain.Add((await ProcessTree.Watch(() => Figures.Tool("ffmpeg", [
                    "-nostdin", "-v", "fatal", .. call.Tracks.SelectMany(t => (string[])["-i", t.File]), "-filter_complex", graph, "-map", "[v]",
                    "-frames:v", scenes.Sum(s => s.Frames).ToString(CultureInfo.InvariantCulture), .. Encoder, Path.Combine(folder, "plain.mp4")]))).Seconds);
                one.Add((await ProcessTree.Watch(() => Make(engine, call, Middle(scenes)))).Seconds);
            }

            var length = call.DurationNs / 1e9;
            await Figures.Say($"{call.Tracks.Count} pictures, {scenes.Count} scenes, {length:0.0} s, medians of {rounds}: ours {ours.Median():0.0} s ({length / ours.Median():0.00} × real time), plain ffmpeg {plain.Median():0.0} s ({length / plain.Median():0.00} ×): {plain.Median() / ours.Median():0.00} times as fast");
            await Figures.Say($"one scene of {Middle(scenes).Frames / (double)Canvas.FramesPerSecond:0.0} s again: {one.Median():0.0} s, {ours.Median() / one.Median():0.0} times faster than all; at most {peak:0} MB in all processes together");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As long as half of them are shorter and half are longer.</summary>
    private static Scene Middle(IReadOnlyList<Scene> scenes) => scenes.OrderBy(s => s.Frames).ElementAt(scenes.Count / 2);

    private static async Task Make(IMediaEngine engine, Call call, Scene scene)
    {
        var input = new SceneInput(scene, [.. scene.Tiles.Select(tile => call.Tracks.Single(t => t.Visible.Track == tile.Track)).Select(t =>
            new VideoInput(t.Visible.Track, new MediaFile(t.File), "matroska", t.OffsetNs))]);
        await engine.RenderScene(input, Stream.Null, new Progress<double>(), CancellationToken.None);
        foreach (var video in input.Inputs)
        {
            await video.Media.DisposeAsync();
        }
    }

    /// <summary>Every picture scaled once for each place it ever has, and shown there in the scenes in which it has it.</summary>
    private static string Graph(Call call, IReadOnlyList<Scene> scenes)
    {
        List<string> parts = [Invariant($"color=c=0x202020:s={Canvas.Width}x{Canvas.Height}:r={Canvas.FramesPerSecond}[b0]")];
        var layer = 0;
        foreach (var (index, track) in call.Tracks.Index())
        {
            var places = scenes.SelectMany(s => s.Tiles, (scene, tile) => (Scene: scene, Tile: tile)).Where(p => p.Tile.Track == track.Visible.Track)
                .GroupBy(p => (p.Tile.X, p.Tile.Y, p.Tile.Width, p.Tile.Height)).ToList();
            parts.Add(Invariant($"[{index}:v:0]setpts=PTS+{track.OffsetNs / 1e9}/TB,fps=30:start_time=0,split={places.Count}{string.Concat(places.Select((_, p) => $"[s{index}x{p}]"))}"));
            foreach (var (number, place) in places.Index())
            {
                var (x, y, width, height) = place.Key;
                var when = string.Join('+', place.Select(p => Invariant($"between(n,{p.Scene.StartFrame},{p.Scene.StartFrame + p.Scene.Frames - 1})")));
                parts.Add(Invariant($"[s{index}x{number}]scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1[t{layer}]"));
                parts.Add(Invariant($"[b{layer}][t{layer}]overlay=x={x}+({width}-w)/2:y={y}+({height}-h)/2:eof_action=repeat:enable='{when}'[b{layer + 1}]"));
                layer++;
            }
        }

        return string.Join(';', [.. parts, $"[b{layer}]format=yuv420p[v]"]);
    }

    private static async Task<Call> Real(IMediaEngine engine)
    {
        var folder = Fixtures.At("janus-call-a/tracks");
        var manifest = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"))).RootElement;
        List<Picture> tracks = [];
        foreach (var track in manifest.GetProperty("tracks").EnumerateArray().Where(t => t.GetProperty("kind").GetString() != "microphone"))
        {
            var kind = track.GetProperty("kind").GetString() == "screen" ? TrackKind.Screen : TrackKind.Camera;
            tracks.Add(await Picture.Of(engine, Path.Combine(folder, track.GetProperty("file").GetString()!), kind, track.GetProperty("startOffsetMs").GetInt64() * 1_000_000));
        }

        return new Call(tracks, manifest.GetProperty("durationMs").GetInt64() * 1_000_000);
    }

    private static async Task<Call> Generated(IMediaEngine engine, string folder, int people)
    {
        var (some, all) = (Path.Combine(folder, "some.webm"), Path.Combine(folder, "all.webm"));
        await Figures.Tool("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=20", "-vf", "noise=alls=4:allf=t", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "600k", "-g", "300", some);
        await Figures.Tool("ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", some, "-t", GeneratedSeconds.ToString(CultureInfo.InvariantCulture), "-c", "copy", all);
        List<Picture> tracks = [];
        for (var person = 0; person < people; person++)
        {
            tracks.Add(await Picture.Of(engine, all, TrackKind.Camera, 0));
        }

        return new Call(tracks, GeneratedSeconds * 1_000_000_000L);
    }

    private sealed record Call(IReadOnlyList<Picture> Tracks, long DurationNs);

    private sealed record Picture(string File, long OffsetNs, VisibleTrack Visible)
    {
        public static async Task<Picture> Of(IMediaEngine engine, string file, TrackKind kind, long offsetNs)
        {
            await using var media = new MediaFile(file);
            var probe = (await engine.Probe(media, kind, CancellationToken.None)).Value;
            var extent = new Stretch(offsetNs, offsetNs + probe.DurationNs);
            var gaps = probe.Gaps.Select(g => new Stretch(g.FromNs + offsetNs, g.ToNs + offsetNs));
            var now = TimeProvider.System.GetUtcNow();
            return new Picture(file, offsetNs, new VisibleTrack(TrackId.New(now), ParticipantId.New(now), kind, Stretch.Difference([extent], gaps)));
        }
    }
}
