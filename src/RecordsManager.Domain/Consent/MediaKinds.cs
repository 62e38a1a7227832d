using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>The media that a consent covers: somebody may agree to be heard and not to be seen.</summary>
[Flags]
public enum MediaKinds
{
    None = 0,
    Audio = 1,
    Video = 2,
    Screen = 4,
    Chat = 8,
    All = Audio | Video | Screen | Chat,
}

public static class MediaKindsExtensions
{
    public static MediaKinds Media(this TrackKind kind) => kind switch
    {
        TrackKind.Microphone or TrackKind.Mixed => MediaKinds.Audio,
        TrackKind.Camera => MediaKinds.Video,
        _ => MediaKinds.Screen, // a shared screen and its sound are one act of sharing
    };
}
