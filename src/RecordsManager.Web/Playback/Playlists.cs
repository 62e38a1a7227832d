using System.Globalization;
using System.Text;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>HLS playlists (RFC 8216) written from the renditions' own tables; ffmpeg's are not used (it guesses bandwidth and names).</summary>
internal static class Playlists
{
    /// <summary>By how much the sum of the stems is raised to be as loud as the mix, dB.</summary>
    public const string GainId = "recordsmanager.mix-gain";

    /// <summary>The sound is one person's, whose rendition keeps the time until the mix is made.</summary>
    public const string StandInId = "recordsmanager.stand-in";

    /// <summary>
    /// Our own, which others ignore (RFC 8216, 6.3.1): where the first segment begins, s. The sound of a part that is shared may begin
    /// after its picture, which is second zero.
    /// </summary>
    private const string FromTag = "#EXT-X-RECORDSMANAGER-FROM:";

    private const string Everyone = "Everyone";

    private const string VariantPrefix = "video-";

    /// <param name="sound">Of all; or the stem of <paramref name="standIn"/> until that is made, which keeps the time for who sums the stems.</param>
    /// <param name="stems">One audio rendition each, beside that of all: a player that plays one at a time can hear somebody alone.</param>
    /// <param name="variants">The picture in other sizes.</param>
    public static string Master(OpenRendition.View? video, OpenRendition.View? sound, IReadOnlyList<ListStems.Stem> stems, ListStems.Stem? standIn, IReadOnlyList<ListVariants.Variant> variants)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        var soundAt = $"{standIn?.Participant.ToString() ?? "mix"}/index.m3u8";
        if (sound is not null)
        {
            // Without a picture the sound is the stream itself, and its rendition has no address of its own (RFC 8216, 4.3.4.1).
            HashSet<string> names = [];
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",NAME=\"{Name(standIn?.DisplayName ?? Everyone, names)}\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"1\"{(video is null ? "" : $",URI=\"{soundAt}\"")}\n");
            foreach (var stem in stems.Where(s => s != standIn))
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",NAME=\"{Name(stem.DisplayName, names)}\",DEFAULT=NO,AUTOSELECT=NO,CHANNELS=\"1\",URI=\"{stem.Participant}/index.m3u8\"\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-SESSION-DATA:DATA-ID=\"{GainId}\",VALUE=\"{sound.Parts[0].Rendition.Level?.GainDb ?? 0:0.##}\"\n");
            text.Append(standIn is null ? "" : $"#EXT-X-SESSION-DATA:DATA-ID=\"{StandInId}\",VALUE=\"{standIn.Participant}\"\n");
        }

        Append(text, video, sound, video is not null ? "video/index.m3u8" : soundAt); // a player begins with the first
        foreach (var (height, variant) in variants)
        {
            Append(text, variant, sound, string.Create(CultureInfo.InvariantCulture, $"{VariantPrefix}{height}/index.m3u8"));
        }

        return text.ToString();
    }

    /// <summary>The height of the variant that a rendition's name is for.</summary>
    public static int? HeightOf(string rendition) =>
        rendition.StartsWith(VariantPrefix, StringComparison.Ordinal) && int.TryParse(rendition.AsSpan(VariantPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var height) ? height : null;

    private static void Append(StringBuilder text, OpenRendition.View? picture, OpenRendition.View? sound, string address)
    {
        OpenRendition.View[] streams = [.. new[] { picture, sound }.OfType<OpenRendition.View>()];
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={streams.Sum(Peak)},AVERAGE-BANDWIDTH={streams.Sum(Average)},CODECS=\"{string.Join(',', streams.Select(v => v.Parts[0].Rendition.Codecs))}\"");
        if (picture is { Parts: [{ Rendition: { Width: { } width, Height: { } height } }, ..] })
        {
            text.Append(CultureInfo.InvariantCulture, $",RESOLUTION={width}x{height},FRAME-RATE=30");
        }

        text.Append(sound is not null ? ",AUDIO=\"aud\"\n" : "\n").Append(address).Append('\n');
    }

    /// <summary>The media type of a rendition's segments.</summary>
    /// <param name="codecs">As <see cref="Rendition"/> has them.</param>
    public static string TypeOf(string codecs) => codecs switch
    {
        "vp8" or "vp9" => "video/webm",
        _ when codecs.StartsWith("avc1", StringComparison.Ordinal) => "video/mp4",
        _ => "audio/mp4",
    };

    public static string Media(OpenRendition.View view)
    {
        var longest = view.Parts.SelectMany(p => p.Rendition.Fragments).Max(f => f.DurationNs);
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
            .Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Ceiling(longest / 1e9)}\n")
            .Append("#EXT-X-MEDIA-SEQUENCE:0\n")
            .Append(CultureInfo.InvariantCulture, $"{FromTag}{(view.Parts[0].Rendition.Fragments[0].StartNs - view.FromNs) / 1e9:0.000000}\n")
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

    /// <summary>A quoted string holds neither quotes nor line ends, and a name stands once in its group (RFC 8216, 4.2 and 4.3.4.1.1).</summary>
    private static string Name(string name, HashSet<string> taken)
    {
        var plain = string.Concat(name.Select(c => c == '"' || char.IsControl(c) ? ' ' : c)).Trim();
        var unique = plain;
        for (var n = 2; !taken.Add(unique); n++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{plain} ({n})");
        }

        return unique;
    }

    private static long Peak(OpenRendition.View view) =>
        view.Parts.SelectMany(p => p.Rendition.Fragments).Max(f => (long)(f.Length * 8 / (f.DurationNs / 1e9)));

    private static long Average(OpenRendition.View view)
    {
        var fragments = view.Parts.SelectMany(p => p.Rendition.Fragments).ToList();
        return (long)(fragments.Sum(f => (long)f.Length) * 8 / (fragments.Sum(f => f.DurationNs) / 1e9));
    }
}
