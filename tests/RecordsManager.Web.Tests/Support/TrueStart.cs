using System.Globalization;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Where a track's first packet truly lies on the truth's timeline, found out from what is in it: barcodes and sentences.</summary>
internal static class TrueStart
{
    /// <param name="track">Its name in the fixture, converted by Janus' own tool: e.g. <c>bob-screen</c>.</param>
    /// <returns>Milliseconds after the session's start; a median over all pictures or sentences.</returns>
    public static async Task<double> Of(string track, string speaker)
    {
        var media = await File.ReadAllBytesAsync(Fixtures.At($"janus-call-a/tracks/{track}.webm"));
        var starts = (track.EndsWith("microphone", StringComparison.Ordinal) ? await OfSound(media, speaker) : await OfPictures(media)).Order().ToList();
        Assert.NotEmpty(starts);
        return starts[starts.Count / 2];
    }

    private static async Task<IEnumerable<double>> OfPictures(byte[] media)
    {
        var size = (await Judge.Ffprobe(media, "-show_entries", "stream=width,height", "-of", "csv=p=0")).Trim().Split(',').Select(Judge.Number).ToArray();
        var (width, height) = ((int)size[0], (int)size[1]);
        var times = (await Judge.Ffprobe(media, "-show_entries", "packet=pts_time", "-of", "csv=p=0"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Judge.Number(line.TrimEnd(','))).ToList();
        var pictures = await Judge.Ffmpeg(media, "-i", "pipe:0", "-vf", "settb=1,setpts=N", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-s", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-");
        var drawn = pictures.Chunk(width * height).Select(picture => Barcode.Read(picture, width, 0, 0, width, height, height)).ToList();
        Assert.Equal(times.Count, drawn.Count);
        return times.Zip(drawn).Where(pair => pair.Second is not null).Select(pair => pair.Second!.Value - (pair.First * 1000));
    }

    /// <summary>In a file with DTX the gaps are gaps of its timestamps: they are filled before anything is measured.</summary>
    private static async Task<IEnumerable<double>> OfSound(byte[] media, string speaker)
    {
        const int rate = 8000;
        var pcm = await Judge.Ffmpeg(media, "-i", "pipe:0", "-af", "aresample=48000:async=1:min_hard_comp=0.010:first_pts=0", "-ac", "1", "-ar", "8000", "-f", "f32le", "-");
        var samples = new float[pcm.Length / sizeof(float)];
        Buffer.BlockCopy(pcm, 0, samples, 0, samples.Length * sizeof(float));
        List<double> onsets = [];
        var last = double.NegativeInfinity;
        for (var at = 0; at < samples.Length; at++)
        {
            if (Math.Abs(samples[at]) >= 0.02f)
            {
                var time = at * 1000.0 / rate;
                if (time - last > 1000)
                {
                    onsets.Add(time);
                }

                last = time;
            }
        }

        var spoken = Truth.Audible(speaker);
        Assert.Equal(spoken.Count, onsets.Count);
        return spoken.Zip(onsets, (sentence, onset) => (sentence.From * 1000) - onset);
    }
}
