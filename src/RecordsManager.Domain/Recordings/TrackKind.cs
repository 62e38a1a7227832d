namespace RecordsManager.Domain.Recordings;

public enum TrackKind
{
    Microphone,
    Camera,
    Screen,
    ScreenAudio,

    /// <summary>Several voices in one file; belongs to nobody, not separable.</summary>
    Mixed,
}

public static class TrackKindExtensions
{
    public static bool IsAudio(this TrackKind kind) => kind is TrackKind.Microphone or TrackKind.ScreenAudio;

    public static bool IsVideo(this TrackKind kind) => kind is TrackKind.Camera or TrackKind.Screen;
}
