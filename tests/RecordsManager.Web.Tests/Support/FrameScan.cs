using System.Diagnostics;
using System.Globalization;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <param name="Frame">Of the composite, counted from its first one.</param>
/// <param name="Drawn">Milliseconds of the truth's timeline, from the barcode.</param>
internal sealed record Seen(int Frame, string Source, int Drawn);

/// <summary>
/// Every single picture of a composite, searched for barcodes wherever any layout of this call would put one. Whose picture it
/// is tells the barcode alone: a time that only this source's delivered pictures carry.
/// </summary>
internal static class FrameScan
{
    private static readonly string[] Sources = ["alice-camera", "bob-camera", "bob-screen", "chandra-camera"];

    /// <returns>How many pictures there are, and what is seen in them.</returns>
    public static async Task<(int Frames, List<Seen> Sights)> Of(byte[] composite, IReadOnlyCollection<Tile> places)
    {
        Dictionary<int, string> owners = [];
        HashSet<int> shared = [];
        List<(int Width, int Height)> sizes = [];
        foreach (var source in Sources)
        {
            var (width, height, drawn) = await Delivered(source);
            sizes.Add((width, height));
            shared.UnionWith(drawn.Where(at => !owners.TryAdd(at, source) && owners[at] != source));
        }

        var looks = places.Select(t => (t.X, t.Y, t.Width, t.Height)).Distinct().SelectMany(t => sizes.Distinct().Select(s => Look(t, s))).Distinct().ToList();
        List<Seen> sights = [];
        var frames = await Pictures(composite, (index, picture) =>
        {
            foreach (var (x, y, width, height, sourceHeight) in looks)
            {
                if (Barcode.Read(picture, Canvas.Width, x, y, width, height, sourceHeight) is { } drawn && !shared.Contains(drawn) && owners.TryGetValue(drawn, out var source))
                {
                    sights.Add(new Seen(index, source, drawn));
                }
            }
        });
        return (frames, sights);
    }

    /// <summary>As it is drawn: as large as the tile allows, in its middle.</summary>
    private static (double X, double Y, double Width, double Height, int SourceHeight) Look((int X, int Y, int Width, int Height) tile, (int Width, int Height) source)
    {
        var scale = Math.Min((double)tile.Width / source.Width, (double)tile.Height / source.Height);
        var (width, height) = (source.Width * scale, source.Height * scale);
        return (tile.X + ((tile.Width - width) / 2), tile.Y + ((tile.Height - height) / 2), width, height, source.Height);
    }

    private static async Task<(int Width, int Height, HashSet<int> Drawn)> Delivered(string source)
    {
        var media = await File.ReadAllBytesAsync(Fixtures.At($"janus-call-a/tracks/{source}.webm"));
        var size = (await Judge.Ffprobe(media, "-show_entries", "stream=width,height", "-of", "csv=p=0")).Trim().Split(',').Select(part => (int)Judge.Number(part)).ToArray();
        var (width, height) = (size[0], size[1]);
        var pictures = await Judge.Ffmpeg(
            media, "-i", "pipe:0", "-vf", "settb=1,setpts=N", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-s", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-");
        return (width, height, [.. pictures.Chunk(width * height).Select(p => Barcode.Read(p, width, 0, 0, width, height, height)).OfType<int>()]);
    }

    /// <summary>One picture in memory at a time: all together are more than a gigabyte.</summary>
    private static async Task<int> Pictures(byte[] media, Action<int, byte[]> look)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-nostdin", "-hide_banner", "-v", "fatal", "-i", "pipe:0", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var feeding = Task.Run(async () =>
        {
            await ffmpeg.StandardInput.BaseStream.WriteAsync(media);
            ffmpeg.StandardInput.Close();
        });
        var picture = new byte[Canvas.Width * Canvas.Height];
        var frames = 0;
        while (await ffmpeg.StandardOutput.BaseStream.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false) == picture.Length)
        {
            look(frames++, picture);
        }

        await feeding;
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
        return frames;
    }
}
