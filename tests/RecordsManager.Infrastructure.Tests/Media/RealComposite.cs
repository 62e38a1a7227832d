using System.Diagnostics;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed record RenderedScene(Scene Scene, Rendition Rendition, byte[] Bytes);

/// <param name="Age">How long before the frame's time its picture was drawn, in milliseconds.</param>
public sealed record Sight(int Frame, CallTrack Track, int? Age, bool IsNew);

/// <summary>The composite of the whole real call, rendered once, as the product would: probe, plan, scenes, one file.</summary>
public sealed class RealComposite : IAsyncLifetime
{
    private readonly Lab _lab = new();
    private readonly Dictionary<TrackId, TrackProbe> _probes = [];

    public IReadOnlyList<RenderedScene> Scenes { get; private set; } = [];

    public string File => _lab.At("composite.mp4");

    public IReadOnlyList<Sight> Sights { get; private set; } = [];

    /// <summary>A pixel in the margin, which no tile covers.</summary>
    public IReadOnlySet<byte> MarginLuma { get; private set; } = new HashSet<byte>();

    public CallTrack Track(TrackId id) => Call.Janus.Pictures.Single(track => track.Id == id);

    public async ValueTask InitializeAsync()
    {
        var tracks = new List<VisibleTrack>();
        foreach (var track in Call.Janus.Pictures)
        {
            var probe = (await _lab.Engine.Probe(new FileMedia(track.File), track.Kind, default)).Value;
            _probes[track.Id] = probe;
            tracks.Add(new VisibleTrack(track.Id, default, track.Kind, [.. Visible(track, probe)]));
        }

        var scenes = new List<RenderedScene>();
        foreach (var scene in CompositionPlanner.Plan(tracks, [], Call.Janus.DurationNs))
        {
            using var output = new MemoryStream();
            var input = new SceneInput(scene, [.. Call.Janus.Pictures.Select(track => track.Video())]);
            scenes.Add(new RenderedScene(scene, await _lab.Engine.RenderScene(input, output, Lab.Unwatched, default), output.ToArray()));
        }

        Scenes = scenes;
        await using (var file = System.IO.File.Create(File))
        {
            await file.WriteAsync(scenes[0].Bytes.AsMemory(0, scenes[0].Rendition.InitLength));
            foreach (var scene in scenes)
            {
                await file.WriteAsync(scene.Bytes.AsMemory(scene.Rendition.InitLength));
            }
        }

        Sights = await Look();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    private static IEnumerable<Stretch> Visible(CallTrack track, TrackProbe probe)
    {
        var from = track.OffsetNs;
        foreach (var gap in probe.Gaps)
        {
            yield return new Stretch(from, track.OffsetNs + gap.FromNs);
            from = track.OffsetNs + gap.ToNs;
        }

        yield return new Stretch(from, track.OffsetNs + probe.DurationNs);
    }

    private async Task<List<Sight>> Look()
    {
        var start = new ProcessStartInfo("ffmpeg") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-nostdin", "-v", "error", "-i", File, "-f", "rawvideo", "-pix_fmt", "gray", "-"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (picture, sights, margins) = (new byte[Canvas.Width * Canvas.Height], new List<Sight>(), new HashSet<byte>());
        var last = new Dictionary<TrackId, int>();
        for (var frame = 0; await process.StandardOutput.BaseStream.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false) == picture.Length; frame++)
        {
            margins.Add(picture[(4 * Canvas.Width) + 4]);
            var scene = Scenes.Select(rendered => rendered.Scene).Single(scene => scene.StartFrame <= frame && frame < scene.StartFrame + scene.Frames);
            foreach (var tile in scene.Tiles)
            {
                var drawn = Drawn(picture, tile);
                sights.Add(new Sight(frame, Track(tile.Track), (frame * 1000 / Canvas.FramesPerSecond) - drawn, drawn is { } time && last.GetValueOrDefault(tile.Track) != time));
                last[tile.Track] = drawn ?? 0;
            }
        }

        MarginLuma = margins;
        return sights;
    }

    private int? Drawn(byte[] picture, Tile tile)
    {
        var probe = _probes[tile.Track];
        var scale = Math.Min((double)tile.Width / probe.Width!.Value, (double)tile.Height / probe.Height!.Value);
        var (width, height) = (probe.Width.Value * scale, probe.Height.Value * scale);
        return Barcode.Read(
            picture, Canvas.Width, tile.X + ((tile.Width - width) / 2), tile.Y + ((tile.Height - height) / 2), width, height, probe.Height.Value);
    }
}
