using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RecordsManager.Web.Tests.Support;

/// <summary>
/// The installed ffmpeg and ffprobe as independent judges. Media goes to them through a pipe: tests that wrote plaintext to a
/// file would spoil the search for plaintext.
/// </summary>
internal static partial class Judge
{
    /// <returns>Stdout; a word on stderr or an exit code fails the test.</returns>
    public static async Task<byte[]> Ffmpeg(byte[] media, params string[] arguments)
    {
        var (output, errors, code) = await Run("ffmpeg", media, ["-nostdin", "-hide_banner", "-v", "error", .. arguments]);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }

    /// <inheritdoc cref="Ffmpeg"/>
    public static async Task<string> Ffprobe(byte[] media, params string[] arguments)
    {
        var (output, errors, code) = await Run("ffprobe", media, ["-v", "error", .. arguments, "pipe:0"]);
        Assert.Equal((0, ""), (code, errors));
        return Encoding.UTF8.GetString(output);
    }

    /// <summary>The end of the last packet, in seconds; ffprobe names no duration for a fragment's last one.</summary>
    public static async Task<double> Seconds(byte[] media)
    {
        var listing = await Ffprobe(media, "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0");
        return listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Max(line =>
        {
            var parts = line.Split(',');
            return Number(parts[0]) + (parts[1] == "N/A" ? 0 : Number(parts[1]));
        });
    }

    /// <summary>Decodes everything; a broken frame is a word on stderr.</summary>
    public static Task DecodesWhole(byte[] media) => Ffmpeg(media, "-i", "pipe:0", "-f", "null", "-");

    /// <summary>What silencedetect leaves over: stretches over 2 % of full scale, as the truth was measured; pauses under a second are within a sentence.</summary>
    public static async Task<IReadOnlyList<(double From, double To)>> Speech(byte[] media)
    {
        var (_, report, code) = await Run("ffmpeg", media, ["-nostdin", "-hide_banner", "-i", "pipe:0", "-af", "silencedetect=noise=0.02:d=1", "-f", "null", "-"]);
        Assert.Equal(0, code);
        List<(double From, double To)> speech = [];
        var from = 0.0;
        foreach (Match match in Silence().Matches(report))
        {
            var at = Number(match.Groups["at"].Value);
            if (match.Groups["edge"].Value == "end")
            {
                from = at;
            }
            else if (at - from > 0.05)
            {
                speech.Add((from, at));
            }
        }

        return speech;
    }

    /// <summary>Mono, as samples from −1 to 1.</summary>
    public static async Task<float[]> Samples(byte[] media, int rate)
    {
        var pcm = await Ffmpeg(media, "-i", "pipe:0", "-ac", "1", "-ar", rate.ToString(CultureInfo.InvariantCulture), "-f", "f32le", "-");
        var samples = new float[pcm.Length / sizeof(float)];
        Buffer.BlockCopy(pcm, 0, samples, 0, samples.Length * sizeof(float));
        return samples;
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<(byte[] Output, string Errors, int Code)> Run(string program, byte[] media, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var feeding = Feed(process, media);
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await Task.WhenAll(feeding, errors, process.WaitForExitAsync());
        return (output.ToArray(), (await errors).Trim(), process.ExitCode);
    }

    private static async Task Feed(Process process, byte[] media)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(media);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it had read all that it wanted
        }
    }

    [GeneratedRegex(@"silence_(?<edge>start|end): (?<at>-?[0-9.]+)")]
    private static partial Regex Silence();
}
