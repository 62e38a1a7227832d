using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>
/// The axis under a recording's consent: the call to scale in the middle; what was said before it and after it in their order,
/// not to scale, because an answer may come weeks later.
/// </summary>
public sealed class ConsentAxis
{
    /// <summary>Height of a mark's line and of a track's line, px.</summary>
    public const int MarkLine = 26;
    public const int TrackLine = 20;

    /// <summary>Marks nearer than this, in per cent of the width, stand on a line of their own; 26 px on a phone.</summary>
    private const double Apart = 7.5;
    private const double Outside = 18;

    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private readonly List<DateTimeOffset> _earlier;
    private readonly List<DateTimeOffset> _later;

    public ConsentAxis(ShowConsentTimeline.View view)
    {
        DurationMs = view.DurationMs;
        _start = view.StartedAt;
        _end = view.StartedAt.AddMilliseconds(view.DurationMs);
        var moments = view.Rows.SelectMany(r => r.Marks.Select(m => m.At).Concat(r.Bars.Select(b => b.QuarantinedUntil).OfType<DateTimeOffset>())).Distinct().Order().ToList();
        _earlier = moments.FindAll(m => m < _start);
        _later = moments.FindAll(m => m > _end);
    }

    public long DurationMs { get; }

    public bool HasEarlier => _earlier.Count > 0;

    public bool HasLater => _later.Count > 0;

    /// <summary>Where the call begins and ends, in per cent of the width.</summary>
    public double CallFrom => HasEarlier ? Outside : 0;

    public double CallTo => HasLater ? 100 - Outside - 4 : 100;

    public double At(long ms) => CallFrom + ((CallTo - CallFrom) * (DurationMs == 0 ? 0 : Math.Clamp((double)ms / DurationMs, 0, 1)));

    public double At(DateTimeOffset moment) =>
        moment < _start ? CallFrom * (_earlier.IndexOf(moment) + 0.5) / _earlier.Count
        : moment > _end ? CallTo + ((100 - CallTo) * (_later.IndexOf(moment) + 0.5) / _later.Count)
        : At((long)(moment - _start).TotalMilliseconds);

    public static string Say(double percent) => Figures.Percent(percent, 100);

    public string Wide(Span span) => Say(Math.Max(At(span.ToMs) - At(span.FromMs), 0));

    /// <summary>Each mark with its line, 0 for the uppermost: no mark hides another, and each can be hit with a thumb.</summary>
    public IReadOnlyList<(ShowConsentTimeline.Mark Mark, int Line)> Placed(ShowConsentTimeline.Row row)
    {
        List<double> ends = [];
        List<(ShowConsentTimeline.Mark, int)> placed = [];
        foreach (var mark in row.Marks)
        {
            var at = At(mark.At);
            var line = ends.FindIndex(end => at - end >= Apart);
            if (line < 0)
            {
                line = ends.Count;
                ends.Add(at);
            }

            ends[line] = at;
            placed.Add((mark, line));
        }

        return placed;
    }
}
