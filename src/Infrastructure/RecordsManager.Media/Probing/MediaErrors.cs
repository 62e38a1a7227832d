using RecordsManager.Domain;

namespace RecordsManager.Media.Probing;

internal static class MediaErrors
{
    public static readonly Error Empty = new(
        "media.empty", "The file holds no media.", ErrorKind.Validation,
        "Check at the recording service whether this track was recorded, and deliver it again.");

    public static readonly Error Unreadable = new(
        "media.unreadable", "The file is not media that can be read: unknown container, or damaged.", ErrorKind.Validation,
        "Compare its checksum at the recording service and deliver it again as WebM, Matroska, Ogg, MP4, WAV, MP3 or FLAC.");

    public static Error CodecUnsupported(string codec) => new(
        "media.codec-unsupported", $"The codec {codec} is not supported.", ErrorKind.Validation,
        "Deliver audio as Opus, AAC, PCM, Vorbis, MP3 or FLAC, video as VP8, VP9, H.264 or AV1.");

    public static Error KindMismatch(string wanted) => new(
        "media.kind-mismatch", $"The track is declared as {wanted}, but the file holds none.", ErrorKind.Validation,
        "Correct the track's kind in the manifest, or the file it names.");
}
