using System.Globalization;
using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>The geometry of the timeline: everything in per cent of the recording's length, so that any width works without a style.</summary>
public static class LaneDrawing
{
    public const int Columns = 280;

    /// <summary>Silence stays empty.</summary>
    private const int Silence = OpenWaveforms.Silence;

    private static readonly int[] NiceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];

    /// <summary>At most eight marks, on round numbers of seconds.</summary>
    public static IReadOnlyList<long> Ticks(long durationMs)
    {
        var step = NiceSteps.FirstOrDefault(s => durationMs / 1_000 / s <= 7, 7_200) * 1_000L;
        return [.. Enumerable.Range(0, (int)(durationMs / step) + 1).Select(i => i * step)];
    }

    /// <summary>One stroke for each column with sound, in a box of <see cref="Columns"/> by 100.</summary>
    public static string Wave(byte[] peaks)
    {
        var path = new StringBuilder();
        for (var column = 0; column < Columns; column++)
        {
            var from = (int)((long)column * peaks.Length / Columns);
            var to = Math.Max(from + 1, (int)((long)(column + 1) * peaks.Length / Columns));
            var peak = peaks.Skip(from).Take(to - from).DefaultIfEmpty().Max();
            if (peak < Silence)
            {
                continue;
            }

            // Speech lies far below full scale: a root brings it into sight and keeps its order.
            var half = Math.Clamp((int)Math.Round(49 * Math.Sqrt(peak / 255.0)), 4, 49);
            path.Append(CultureInfo.InvariantCulture, $"M{column} {50 - half}v{2 * half}");
        }

        return path.ToString();
    }

    /// <summary>Stretches of speech of at least half a second, pauses under a second bridged.</summary>
    public static IReadOnlyList<Span> Speech(byte[] peaks)
    {
        List<Span> spans = [];
        for (var i = 0; i < peaks.Length; i++)
        {
            if (peaks[i] < Silence)
            {
                continue;
            }

            var at = i * 100L;
            if (spans.Count > 0 && at - spans[^1].ToMs < 1_000)
            {
                spans[^1] = spans[^1] with { ToMs = at + 100 };
            }
            else
            {
                spans.Add(new Span(at, at + 100));
            }
        }

        return spans.FindAll(s => s.ToMs - s.FromMs >= 500);
    }

    /// <summary>Where they are in the call and may be played.</summary>
    public static IEnumerable<Span> Agreed(LaneView lane) =>
        lane.Presence.SelectMany(p => lane.Plays.Select(w => new Span(Math.Max(p.FromMs, w.FromMs), Math.Min(p.ToMs, w.ToMs)))).Where(s => s.FromMs < s.ToMs);

    public static string Say(IReadOnlyList<Span> spans, string none) =>
        spans.Count == 0 ? none : string.Join(", ", spans.Take(12).Select(s => $"{Figures.Clock(s.FromMs)} to {Figures.Clock(s.ToMs)}"))
            + (spans.Count > 12 ? $" and {spans.Count - 12} more" : "");

    /// <summary>The lane in one sentence, for who cannot see it.</summary>
    public static string Describe(LaneView lane, byte[]? peaks, DateTimeOffset now)
    {
        var present = $"Present {Say(lane.Presence, "not at all")}.";
        return lane.State switch
        {
            LaneState.Cleared => $"{lane.Person.DisplayName}, cleared{(lane.IsBounded ? $", plays {Say(lane.Plays, "nowhere")}" : "")}. {present}{(peaks is null ? "" : $" Speech {Say(Speech(peaks), "none")}.")}"
                + (lane.Screen.Count > 0 ? $" Shares the screen {Say(lane.Screen, "")}." : "")
                + (lane.CameraOff.Count > 0 ? $" Camera off {Say(lane.CameraOff, "")}." : ""),
            LaneState.Quarantined => $"{lane.Person.DisplayName}, quarantined"
                + (lane.QuarantinedUntil is { } until ? $" until {Times.Write(until, "long", now)}" : "") + $". {present} Cannot be played.",
            LaneState.Removed => $"{lane.Person.DisplayName}, removed: no consent. {present}",
            LaneState.Erased => "Erased person.",
            _ => $"{lane.Person.DisplayName}, nothing recorded. {present}",
        };
    }
}
