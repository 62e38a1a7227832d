using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// About how many seconds each derivative keeps one core busy, for each second of the call: measured with the calls of the tests and the
/// benchmarks on one machine of two cores (docs/adr/0050). Another machine takes more or less of all of them alike; what counts is the proportion.
/// </summary>
internal static class DerivationCost
{
    private const double Fixed = 0.2; // a child process, two objects, a row

    public static double Remux(long durationNs) => Fixed + (0.0005 * Seconds(durationNs));

    public static double Waveform(long durationNs, int tracks) => Fixed + (0.001 * tracks * Seconds(durationNs));

    public static double Stem(long durationNs, int tracks) => Fixed + (0.003 * tracks * Seconds(durationNs));

    public static double Mix(long durationNs, int tracks) => Fixed + ((0.01 + (0.002 * tracks)) * Seconds(durationNs));

    /// <param name="height">In pixels. The encoder's part grows with the area, the decoders' does not.</param>
    public static double Composite(Scene scene, int height) => Fixed + (((0.25 * Area(height)) + (0.055 * scene.Tiles.Count)) * Seconds(scene));

    /// <summary>A scene that is made, in a smaller size.</summary>
    public static double Smaller(Scene scene, int height) => Fixed + ((0.06 + (0.25 * Area(height))) * Seconds(scene));

    private static double Area(int height) => (double)height * height / (Canvas.Height * Canvas.Height);

    private static double Seconds(long ns) => ns / 1e9;

    private static double Seconds(Scene scene) => (double)scene.Frames / Canvas.FramesPerSecond;
}
