using System.Diagnostics;

namespace RecordsManager.Application.Tests.Support;

/// <summary>Two seconds of a tone in Opus and of a test card in VP8, the smallest media that the whole road accepts; made once by ffmpeg.</summary>
internal static class Voices
{
    private static readonly Lazy<byte[]> MadeVoice = new(() => Make("sine=440:d=2", "-c:a", "libopus", "-b:a", "24k"));
    private static readonly Lazy<byte[]> MadePicture = new(() => Make("testsrc=s=160x120:r=15:d=2", "-c:v", "libvpx", "-deadline", "realtime"));

    public static byte[] Voice => MadeVoice.Value;

    public static byte[] Picture => MadePicture.Value;

    private static byte[] Make(string source, params string[] coded)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, .. coded, "-f", "webm", "pipe:1"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        using var medium = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(medium);
        ffmpeg.WaitForExit();
        return ffmpeg.ExitCode == 0 ? medium.ToArray() : throw new InvalidOperationException("ffmpeg cannot make a medium.");
    }
}
