namespace RecordsManager.Ingest.Generic;

/// <summary>Which container a file says it is, and whether it begins like one. The media engine looks inside later.</summary>
internal static class Containers
{
    public const int SignatureLength = 12;

    /// <summary>By media type, else by the name's ending; null where neither is known.</summary>
    public static string? Of(string? mediaType, string name) => (mediaType?.Split(';')[0].Trim().ToLowerInvariant(), Ending(name)) switch
    {
        ("audio/webm" or "video/webm", _) => "webm",
        ("audio/x-matroska" or "video/x-matroska" or "audio/matroska" or "video/matroska", _) => "matroska",
        ("audio/ogg" or "video/ogg" or "application/ogg", _) => "ogg",
        ("audio/mp4" or "video/mp4" or "audio/x-m4a" or "video/quicktime", _) => "mp4",
        ("audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave", _) => "wav",
        ("audio/flac" or "audio/x-flac", _) => "flac",
        ("audio/mpeg", _) => "mp3",
        ("video/mp2t", _) => "mpegts",
        (null or "application/octet-stream", "webm") => "webm",
        (null or "application/octet-stream", "mkv" or "mka") => "matroska",
        (null or "application/octet-stream", "ogg" or "oga" or "opus" or "ogv") => "ogg",
        (null or "application/octet-stream", "mp4" or "m4a" or "m4v" or "mov") => "mp4",
        (null or "application/octet-stream", "wav") => "wav",
        (null or "application/octet-stream", "flac") => "flac",
        (null or "application/octet-stream", "mp3") => "mp3",
        (null or "application/octet-stream", "ts") => "mpegts",
        _ => null,
    };

    public static bool BeginsAs(string container, ReadOnlySpan<byte> head) => container switch
    {
        "webm" or "matroska" => head.StartsWith(EbmlMark),
        "ogg" => head.StartsWith("OggS"u8),
        "mp4" => head[4..].StartsWith("ftyp"u8) || head[4..].StartsWith("moov"u8) || head[4..].StartsWith("wide"u8),
        "wav" => (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) && head[8..].StartsWith("WAVE"u8),
        "flac" => head.StartsWith("fLaC"u8),
        "mp3" => head.StartsWith("ID3"u8) || (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0),
        "mpegts" => head[0] == 0x47,
        _ => false,
    };

    private static ReadOnlySpan<byte> EbmlMark => [0x1A, 0x45, 0xDF, 0xA3];

    private static string Ending(string name) => name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
}
