using System.Globalization;
using System.Text;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>HLS playlists (RFC 8216) written from the renditions' own tables; ffmpeg's are not used (it guesses bandwidth and names).</summary>
internal static class Playlists
{
    public static string Master(OpenRendition.View? video, OpenRendition.View? mix)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (mix is not null && video is not null)
        {
            text.Append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",NAME=\"Everyone\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"1\",URI=\"mix/index.m3u8\"\n");
        }

        var main = (video ?? mix)!;
        var codecs = string.Join(',', new[] { video, mix }.OfType<OpenRendition.View>().Select(v => v.Parts[0].Rendition.Codecs));
        var peak = Peak(main) + (video is not null && mix is not null ? Peak(mix) : 0);
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={peak},CODECS=\"{codecs}\"");
        if (video is { Parts: [{ Rendition: { Width: { } width, Height: { } height } }, ..] })
        {
            text.Append(CultureInfo.InvariantCulture, $",RESOLUTION={width}x{height},FRAME-RATE=30");
        }

        text.Append(mix is not null && video is not null ? ",AUDIO=\"aud\"\n" : "\n");
        return text.Append(video is not null ? "video/index.m3u8\n" : "mix/index.m3u8\n").ToString();
    }

    public static string Media(OpenRendition.View view)
    {
        var longest = view.Parts.SelectMany(p => p.Rendition.Fragments).Max(f => f.DurationNs);
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
            .Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Ceiling(longest / 1e9)}\n")
            .Append("#EXT-X-MEDIA-SEQUENCE:0\n")
            .Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{view.Parts[0].Object}/init.mp4\"\n");
        foreach (var (id, rendition, first) in view.Parts)
        {
            for (var index = 0; index < rendition.Fragments.Count; index++)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{rendition.Fragments[index].DurationNs / 1e9:0.000000},\n{id}/{first + index}.m4s\n");
            }
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    private static long Peak(OpenRendition.View view) =>
        view.Parts.SelectMany(p => p.Rendition.Fragments).Max(f => (long)(f.Length * 8 / (f.DurationNs / 1e9)));
}
