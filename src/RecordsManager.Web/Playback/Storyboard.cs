using System.Globalization;
using System.Text;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>The small pictures of what may be played, as WebVTT: each cue names the picture of its stretch, as players that show one over their bar read it.</summary>
internal static class Storyboard
{
    /// <summary>A bar is not wider, and a player loads what it points at.</summary>
    private const int Most = 240;

    public static string Write(OpenRendition.View video)
    {
        var all = video.Parts.SelectMany(p => p.Rendition.Stills ?? [], (part, still) => (part.Object, Still: still)).OrderBy(s => s.Still.AtNs).ToList();
        var endNs = video.Parts.Max(p => p.Rendition.Fragments.Max(f => f.StartNs + f.DurationNs));
        var apart = all.Count > Most ? (endNs - all[0].Still.AtNs) / Most : 0;
        List<(Domain.Recordings.MediaObjectId Object, Still Still)> some = [];
        foreach (var next in all.Where(s => some.Count == 0 || s.Still.AtNs - some[^1].Still.AtNs >= apart))
        {
            some.Add(next);
        }

        var text = new StringBuilder("WEBVTT\n");
        for (var i = 0; i < some.Count; i++)
        {
            var to = i + 1 < some.Count ? some[i + 1].Still.AtNs : endNs;
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(some[i].Still.AtNs - video.FromNs)} --> {Time(to - video.FromNs)}\n{some[i].Object}/{some[i].Still.Offset}.jpg\n");
        }

        return text.ToString();
    }

    private static string Time(long ns)
    {
        var ms = ns / 1_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1_000 % 60:00}.{ms % 1_000:000}");
    }
}
