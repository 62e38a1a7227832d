using System.Globalization;

namespace RecordsManager.Media.Processes;

/// <summary>Argument groups that are the same for every job.</summary>
internal static class Arguments
{
    /// <summary>No metadata: without these, ffmpeg copies the recorder's comments (feed ids, names, times) into the derivative.</summary>
    public static readonly string[] Clean =
        ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"];

    /// <summary>How ffmpeg reaches an input: by this gateway and nothing else, so that a crafted playlist cannot name a file.</summary>
    public static string[] Reach(MediaOptions options) =>
    [
        "-protocol_whitelist", "http,tcp",
        "-rw_timeout", ((long)options.SocketLimit.TotalMicroseconds).ToString(CultureInfo.InvariantCulture),
        "-multiple_requests", "1", "-seekable", "1",
        "-reconnect", "1", "-reconnect_on_network_error", "1", "-reconnect_on_http_error", "5xx", "-reconnect_delay_max", "2",
    ];

    public static string Seconds(long ns) => (ns / 1e9m).ToString("0.000000000", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
