using System.Diagnostics;

namespace RecordsManager.Application.Tests.Support;

/// <summary>Two seconds of a tone in Opus, the smallest medium that the whole road accepts; made once by ffmpeg.</summary>
internal static class Voices
{
    private static readonly Lazy<byte[]> Made = new(Make);

    public static byte[] Voice => Made.Value;

    private static byte[] Make()
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=440:d=2", "-c:a", "libopus", "-b:a", "24k", "-f", "webm", "pipe:1"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        using var voice = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(voice);
        ffmpeg.WaitForExit();
        return ffmpeg.ExitCode == 0 ? voice.ToArray() : throw new InvalidOperationException("ffmpeg cannot make a voice.");
    }
}
