using System.Globalization;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <param name="At">Seconds on the timeline.</param>
/// <param name="Drawn">Milliseconds on the truth's timeline, or null where no barcode can be read.</param>
internal sealed record Sighted(double At, string Source, int? Drawn);

/// <summary>The composite as a viewer sees it, looked at twice a second.</summary>
internal static class CompositeView
{
    private const int EveryFrames = 15;

    private static readonly Dictionary<string, (int Width, int Height)> Sizes = [];

    /// <param name="sources">Tracks by their source's name in the fixture, e.g. <c>alice-camera</c>.</param>
    public static async Task<List<Sighted>> Look(byte[] composite, Recording recording, IEnumerable<Application.Recordings.WantedDerivative> scenes, IReadOnlyDictionary<ParticipantId, string> identities)
    {
        var pictures = await Pictures(composite);
        List<Sighted> sights = [];
        foreach (var scene in scenes.Select(s => s.Scene!))
        {
            for (var index = (scene.StartFrame + EveryFrames - 1) / EveryFrames; index * EveryFrames < scene.StartFrame + scene.Frames && index < pictures.Count; index++)
            {
                foreach (var tile in scene.Tiles)
                {
                    var track = recording.Tracks.Single(t => t.Id == tile.Track);
                    var source = $"{identities[track.Participant]}-{(track.Kind == TrackKind.Screen ? "screen" : "camera")}";
                    sights.Add(new Sighted(index * EveryFrames / (double)Canvas.FramesPerSecond, source, await Drawn(pictures[index], tile, source)));
                }
            }
        }

        return sights;
    }

    /// <returns>Every 15th picture, one byte per pixel.</returns>
    public static async Task<List<byte[]>> Pictures(byte[] composite) =>
        [.. (await Judge.Ffmpeg(composite, "-i", "pipe:0", "-vf", string.Create(CultureInfo.InvariantCulture, $"select=not(mod(n\\,{EveryFrames}))"), "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"))
            .Chunk(Canvas.Width * Canvas.Height)];

    private static async Task<int?> Drawn(byte[] picture, Tile tile, string source)
    {
        var (sourceWidth, sourceHeight) = await SizeOf(source);
        var scale = Math.Min((double)tile.Width / sourceWidth, (double)tile.Height / sourceHeight);
        var (width, height) = (sourceWidth * scale, sourceHeight * scale);
        return Barcode.Read(picture, Canvas.Width, tile.X + ((tile.Width - width) / 2), tile.Y + ((tile.Height - height) / 2), width, height, sourceHeight);
    }

    private static async Task<(int Width, int Height)> SizeOf(string source)
    {
        if (!Sizes.TryGetValue(source, out var size))
        {
            var listing = await Judge.Ffprobe(await File.ReadAllBytesAsync(Fixtures.At($"janus-call-a/tracks/{source}.webm")), "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0");
            var parts = listing.Trim().Split(',');
            Sizes[source] = size = ((int)Judge.Number(parts[0]), (int)Judge.Number(parts[1]));
        }

        return size;
    }
}
