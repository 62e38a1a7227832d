using System.Text.Json;

namespace RecordsManager.Ingest.Janus;

internal enum MjrMedium
{
    Audio,
    Video,
    Data,
}

/// <param name="Codec">As Janus names it, lower case.</param>
/// <param name="Description">What the publisher called the stream; tells a camera from a screen.</param>
/// <param name="CreatedUs">Unix time of the file's creation; null in the oldest form.</param>
/// <param name="FirstFrameUs">Unix time of the first frame's arrival: the anchor of the track.</param>
/// <param name="RedPayloadType">Where Opus was recorded as it came inside RED.</param>
internal sealed record MjrHeader(
    MjrMedium Medium, string Codec, string? Description, long? CreatedUs, long? FirstFrameUs, int? RedPayloadType, bool IsEndToEndEncrypted)
{
    /// <summary>Beyond the year 2100 a time is damage, and would overflow as nanoseconds.</summary>
    public const long LatestUs = 4_102_444_800_000_000;

    /// <summary>Null where it is no header Janus would write.</summary>
    public static MjrHeader? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            MjrMedium? medium = root.Text("t") switch { "a" => MjrMedium.Audio, "v" => MjrMedium.Video, "d" => MjrMedium.Data, _ => null };
            return medium is { } known && root.Text("c") is { } codec
                ? new MjrHeader(
                    known, codec.ToLowerInvariant(), root.Text("d"), Time(root, "s"), Time(root, "u"),
                    (int?)root.Integer("or"), root.Member("e") is { ValueKind: JsonValueKind.True })
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The oldest form has no JSON: Janus then knew Opus and VP8 only.</summary>
    public static MjrHeader Oldest(MjrMedium medium) =>
        new(medium, medium is MjrMedium.Audio ? "opus" : "vp8", null, null, null, null, IsEndToEndEncrypted: false);

    private static long? Time(JsonElement root, string name) => root.Integer(name) is > 0 and < LatestUs and var us ? us : null;
}
