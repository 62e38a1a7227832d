namespace RecordsManager.Domain.Recordings;

/// <summary>The picture of a composite: 1280×720 at 30 frames per second.</summary>
public static class Canvas
{
    public const int Width = 1280;
    public const int Height = 720;
    public const int FramesPerSecond = 30;

    /// <summary>The frames that lie in a window as a whole, as a stretch; an edge that is the track's own stays where it is.</summary>
    public static Stretch WholeFrames(Stretch window, Stretch extent) => new(
        window.FromNs <= extent.FromNs ? window.FromNs : StartOf(decimal.Ceiling(Frames(window.FromNs))),
        window.ToNs >= extent.ToNs ? window.ToNs : StartOf(decimal.Floor(Frames(window.ToNs))));

    private static decimal Frames(long ns) => (decimal)ns * FramesPerSecond / 1_000_000_000;

    /// <summary>Rounded up, so that no picture of the moment before counts to the frame.</summary>
    private static long StartOf(decimal frame) => (long)decimal.Ceiling(frame * 1_000_000_000 / FramesPerSecond);
}

/// <summary>A video track's stretches with a picture on the timeline (camera-off gaps already cut out).</summary>
public sealed record VisibleTrack(TrackId Track, ParticipantId Participant, TrackKind Kind, IReadOnlyList<Stretch> Visible);

/// <summary>Somebody who may be seen or heard, and when they are there: whoever has no picture then still has a place.</summary>
public sealed record PresentPerson(ParticipantId Participant, IReadOnlyList<Stretch> Present);

/// <summary>Where one track's picture lies, in pixels of the canvas; all even numbers.</summary>
/// <param name="Within">No picture from outside this stretch may be seen (before consent, before the camera came on); null: all may.</param>
public sealed record Tile(TrackId Track, int X, int Y, int Width, int Height, Stretch? Within = null);

/// <summary>The place of somebody without a picture, in pixels of the canvas; all even numbers. Nothing of them is drawn into the picture there.</summary>
public sealed record Seat(ParticipantId Participant, int X, int Y, int Width, int Height);

/// <summary>A stretch of the composite in which neither who is seen nor who is there changes: the unit of rendering, cache and encryption.</summary>
public sealed record Scene(int StartFrame, int Frames, IReadOnlyList<Tile> Tiles)
{
    public IReadOnlyList<Seat> Seats { get; init; } = [];

    /// <summary>How many people more there are than the picture has room for.</summary>
    public int Unseen { get; init; }

    public long StartNs => StartFrame * 1_000_000_000L / Canvas.FramesPerSecond;

    public long EndNs => (StartFrame + Frames) * 1_000_000_000L / Canvas.FramesPerSecond;
}
