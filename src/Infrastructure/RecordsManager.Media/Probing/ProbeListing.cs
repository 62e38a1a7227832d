using System.Globalization;

namespace RecordsManager.Media.Probing;

/// <summary>Reads ffprobe's <c>compact</c> output line by line: an hour of video has 100 000 packets, and JSON would have to be kept whole.</summary>
internal sealed class ProbeListing
{
    private const int MostStreams = 64;
    private readonly Dictionary<int, StreamFacts> _streams = [];

    public static readonly string[] Wanted =
    [
        "-show_entries",
        "packet=stream_index,pts_time,duration_time,flags:stream=index,codec_type,codec_name,width,height:format=format_name",
        "-of", "compact",
    ];

    public string? Format { get; private set; }

    public IEnumerable<StreamFacts> Streams => _streams.OrderBy(stream => stream.Key).Select(stream => stream.Value);

    public void Read(string line)
    {
        var fields = line.Split('|');
        var values = fields.Skip(1).Select(field => field.Split('=', 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        switch (fields[0])
        {
            case "packet" when Stream(values, "stream_index") is { } stream && Time(values, "pts_time") is { } time:
                stream.Add(time, Time(values, "duration_time"), values.GetValueOrDefault("flags")?.StartsWith('K') ?? false);
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

    private StreamFacts? Stream(Dictionary<string, string> values, string key)
    {
        if (Whole(values, key) is not { } index || index is < 0 or >= MostStreams)
        {
            return null;
        }

        return _streams.TryGetValue(index, out var known) ? known : _streams[index] = new StreamFacts();
    }

    private static int? Whole(Dictionary<string, string> values, string key) =>
        int.TryParse(values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Time(Dictionary<string, string> values, string key) =>
        decimal.TryParse(values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var seconds)
            ? (long)(seconds * 1_000_000_000) : null;
}
