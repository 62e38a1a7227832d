using System.Globalization;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Probing;

/// <summary>Reads ffprobe's <c>compact</c> output line by line: an hour of video has 100 000 packets, and JSON would have to be kept whole.</summary>
internal sealed class ProbeListing
{
    private const int MostStreams = 64;
    private const long Rounding = 1_000_000; // ns; ffprobe goes to the last key frame before a time, and times are in whole ms or finer
    private readonly Dictionary<int, StreamFacts> _streams = [];

    public static readonly string[] Wanted =
    [
        "-show_entries",
        "packet=stream_index,pts_time,duration_time,size,flags:stream=index,codec_type,codec_name,width,height:format=format_name",
        "-of", "compact",
    ];

    public string? Format { get; private set; }

    /// <summary>Its sound and pictures.</summary>
    public IEnumerable<StreamFacts> Media => _streams.OrderBy(stream => stream.Key).Select(stream => stream.Value).Where(stream => stream.Type is "audio" or "video");

    /// <summary>What ffprobe is asked for one key frame of a stream.</summary>
    /// <param name="atNs">When it is shown, in the stream's own time.</param>
    public static string[] PictureAt(int stream, long atNs) =>
    [
        "-select_streams", stream.ToString(CultureInfo.InvariantCulture), "-skip_frame", "nokey",
        "-read_intervals", $"{Arguments.Seconds(atNs + Rounding)}%+#1", "-show_entries", "frame=width,height", "-of", "compact",
    ];

    /// <returns>The size of the picture that a line of <see cref="PictureAt"/> tells, or the one known where that is larger.</returns>
    public static (int? Width, int? Height) Larger(string line, (int? Width, int? Height) known)
    {
        var values = Values(line.Split('|'));
        return Whole(values, "width") is { } width && Whole(values, "height") is { } height && (long)width * height > (long)(known.Width ?? 0) * (known.Height ?? 0)
            ? (width, height) : known;
    }

    public void Read(string line)
    {
        var fields = line.Split('|');
        var values = Values(fields);
        switch (fields[0])
        {
            case "packet" when Stream(values, "stream_index") is { } stream && Time(values, "pts_time") is { } time:
                stream.Add(time, Time(values, "duration_time"), values.GetValueOrDefault("flags")?.StartsWith('K') ?? false, Whole(values, "size") ?? 0);
                break;
            case "stream" when Stream(values, "index") is { } stream:
                stream.Type = values.GetValueOrDefault("codec_type");
                stream.Codec = values.GetValueOrDefault("codec_name");
                stream.Width = Whole(values, "width");
                stream.Height = Whole(values, "height");
                break;
            case "format":
                Format = values.GetValueOrDefault("format_name");
                break;
        }
    }

    private static Dictionary<string, string> Values(string[] fields) => fields.Skip(1).Select(field => field.Split('=', 2)).Where(pair => pair.Length == 2)
        .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

    private StreamFacts? Stream(Dictionary<string, string> values, string key)
    {
        if (Whole(values, key) is not { } index || index is < 0 or >= MostStreams)
        {
            return null;
        }

        return _streams.TryGetValue(index, out var known) ? known : _streams[index] = new StreamFacts(index);
    }

    private static int? Whole(Dictionary<string, string> values, string key) =>
        int.TryParse(values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Time(Dictionary<string, string> values, string key) =>
        decimal.TryParse(values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var seconds)
            ? (long)(seconds * 1_000_000_000) : null;
}
