using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Janus;

/// <summary>A recording with its publisher and its place in Unix time.</summary>
internal sealed record JanusTrack(MjrFileName File, JanusFeed Feed, TrackKind Kind, MjrScan Scan, long FirstPacketUs)
{
    private static readonly string[] ScreenWords = ["screen", "desktop", "presentation", "display", "window"];

    public ClockDrift Drift => Scan.Clock?.Drift ?? default;

    public long StartNs => (FirstPacketUs * 1000) - (Scan.Clock?.FirstLateNs ?? 0) + Drift.OnTimeline(MjrScan.ToNs(Scan.FirstTicks, Scan.ClockRate));

    public long EndNs => StartNs + Drift.OnTimeline(Scan.DurationNs);

    /// <summary>Camera and screen are both "video" to Janus; only what the publisher called the stream tells them apart.</summary>
    public static TrackKind KindOf(MjrMedium medium, string? description)
    {
        var isScreen = description is not null && ScreenWords.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
        return (medium, isScreen) switch
        {
            (MjrMedium.Audio, false) => TrackKind.Microphone,
            (MjrMedium.Audio, true) => TrackKind.ScreenAudio,
            (_, true) => TrackKind.Screen,
            _ => TrackKind.Camera,
        };
    }
}

/// <param name="Author">A text-room user name, or null where <paramref name="Feed"/> said it over its data channel.</param>
internal sealed record JanusMessage(string SourceId, string? Author, JanusFeed? Feed, long AtUs, string Text);
