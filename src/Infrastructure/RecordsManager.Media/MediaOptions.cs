namespace RecordsManager.Media;

public sealed record MediaOptions
{
    public const string DefaultScenePreset = "veryfast";

    public static readonly IReadOnlyList<string> ScenePresets = ["ultrafast", "superfast", DefaultScenePreset, "faster", "fast", "medium", "slow", "slower", "veryslow"];

    /// <summary>A name is looked up in PATH.</summary>
    public string FfmpegPath { get; init; } = "ffmpeg";

    public string FfprobePath { get; init; } = "ffprobe";

    /// <summary>
    /// How long one read from storage may take. A slower one fails the job: ffmpeg would wait a while, then take the
    /// silence for the end of the medium and exit with code 0.
    /// </summary>
    public TimeSpan ReadLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The engine that writes down speech; null: none, and nothing leaves the product.</summary>
    public Transcription.TranscriptionOptions? Transcription { get; init; }

    /// <summary>What x264 spends on a picture, from <c>ultrafast</c> to <c>veryslow</c>: the faster, the more bytes.</summary>
    public string ScenePreset { get; init; } = DefaultScenePreset;

    /// <summary>The longest one child process may run.</summary>
    public TimeSpan RunLimit { get; init; } = TimeSpan.FromHours(4);

    /// <summary>ffmpeg's own patience; longer than <see cref="ReadLimit"/>, so that the gateway always knows first.</summary>
    internal TimeSpan SocketLimit => ReadLimit + TimeSpan.FromSeconds(10);
}
