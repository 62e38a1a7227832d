using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Generic;

/// <summary>The manifest's words for kinds and codecs.</summary>
internal static class TrackKinds
{
    public const string All = "mic, cam, screen, screen_audio, mixed_audio, mixed_av, data, slides, unknown";

    public static readonly IReadOnlySet<string> Ignored = new HashSet<string> { "data", "slides", "unknown" };

    public static readonly IReadOnlyList<string> AudioCodecs =
        ["opus", "vorbis", "aac", "mp3", "flac", "pcm", "pcm_s16le", "pcmu", "pcma", "g722"];

    public static readonly IReadOnlyList<string> VideoCodecs = ["vp8", "vp9", "av1", "h264", "h265"];

    public static TrackKind? Parse(string kind) => kind switch
    {
        "mic" or "microphone" => TrackKind.Microphone,
        "cam" or "camera" => TrackKind.Camera,
        "screen" => TrackKind.Screen,
        "screen_audio" => TrackKind.ScreenAudio,
        "mixed_audio" or "mixed_av" => TrackKind.Mixed,
        _ => null,
    };

    public static void CheckCodec(Node node, string track, TrackKind kind)
    {
        var codec = node.Text().ToLowerInvariant();
        var (isAudio, isVideo) = (AudioCodecs.Contains(codec), VideoCodecs.Contains(codec));
        if (!isAudio && !isVideo)
        {
            throw new RefusedDeliveryException(IngestErrors.CodecUnsupported(
                $"track {track}", codec, string.Join(", ", AudioCodecs.Concat(VideoCodecs))));
        }

        if ((kind.IsAudio() && !isAudio) || (kind.IsVideo() && !isVideo))
        {
            throw node.Malformed($"'{codec}' cannot be the codec of this kind of track");
        }
    }
}
