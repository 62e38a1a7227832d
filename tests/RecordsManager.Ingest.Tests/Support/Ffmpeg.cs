using System.Diagnostics;
using System.Globalization;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>The real ffmpeg over a temporary file.</summary>
internal static class Ffmpeg
{
    public static async Task<(byte[] Output, string Errors)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return (output.ToArray(), await errors);
    }

    public static async Task<T> On<T>(ManifestTrack track, Func<string, Task<T>> act)
    {
        var path = Path.Combine(Path.GetTempPath(), $"records-media-{Guid.NewGuid():N}.{(track.Container == "webm" ? "webm" : "mkv")}");
        try
        {
            // forward only: a writer that seeks would fail here as it would on the vault
            await using (var file = new ForwardOnly(File.Create(path)))
            {
                await track.Content(file, TestContext.Current.CancellationToken);
            }

            return await act(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Own time of every packet (<c>pts_time</c>), in seconds, and what ffprobe complained about.</summary>
    public static async Task<(double[] Times, string Errors)> PacketTimes(string path)
    {
        var (output, errors) = await Run("ffprobe", "-v", "warning", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path);
        return (Lines(output).Select(l => double.Parse(l.Trim(','), CultureInfo.InvariantCulture)).ToArray(), errors);
    }

    /// <summary>Onsets of speech in own time: the ends of silences of at least 1.2 s.</summary>
    public static async Task<double[]> Onsets(string path)
    {
        var (_, log) = await Run(
            "ffmpeg", "-hide_banner", "-copyts", "-i", path,
            "-af", "aresample=async=1:min_hard_comp=0.005:first_pts=0,silencedetect=noise=-38dB:d=1.2", "-f", "null", "-");
        return log.Split('\n').Where(l => l.Contains("silence_end", StringComparison.Ordinal))
            .Select(l => double.Parse(l.Split("silence_end: ")[1].Split(' ')[0], CultureInfo.InvariantCulture)).ToArray();
    }

    /// <summary>For each picture its own time and the milliseconds its barcode tells (fixtures' README), where it can be read.</summary>
    public static async Task<List<(double At, int Drawn)>> Barcodes(string path)
    {
        const int width = 640, height = 480;
        var (times, _) = await Run("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path);
        var at = Lines(times).Select(l => double.Parse(l.Trim(','), CultureInfo.InvariantCulture)).ToArray();
        var (raw, _) = await Run(
            "ffmpeg", "-v", "error", "-i", path, "-vf", $"scale={width}:{height}:flags=neighbor", "-pix_fmt", "gray",
            "-fps_mode", "passthrough", "-f", "rawvideo", "-");
        var marks = new List<(double, int)>();
        for (var frame = 0; frame < Math.Min(at.Length, raw.Length / (width * height)); frame++)
        {
            // the barcode's rows are at least the lowest 20 of 270
            var row = raw.AsSpan((frame * width * height) + ((height - 14) * width), width);
            if (Milliseconds(row) is { } drawn)
            {
                marks.Add((at[frame], drawn));
            }
        }

        return marks;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static int? Milliseconds(ReadOnlySpan<byte> row)
    {
        var cells = new int[32];
        for (var cell = 0; cell < 32; cell++)
        {
            cells[cell] = row[(cell * 20) + 10] > 127 ? 1 : 0;
        }

        var value = cells[2..26].Aggregate(0, (v, bit) => (v << 1) | bit);
        var sum = Enumerable.Range(0, 6).Sum(n => (value >> (4 * n)) & 15) & 15;
        var isWhole = cells[0] == 1 && cells[1] == 0 && cells[30] == 0 && cells[31] == 1 && cells[26..30].Aggregate(0, (v, bit) => (v << 1) | bit) == sum;
        return isWhole ? value : null;
    }

    private static string[] Lines(byte[] output) =>
        System.Text.Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed class ForwardOnly(Stream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
